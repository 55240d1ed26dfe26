package dev.eventbus.notifications;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When digests are looked at, and how long is remembered which events were dealt with. */
@ConfigMapping(prefix = "notifier.digests")
public interface DigestConfig {
    /** How often is looked for digests that are due. */
    @WithDefault("1s")
    Duration every();

    /** Longer than an event may take to come again. */
    @WithDefault("P14D")
    Duration remember();
}
