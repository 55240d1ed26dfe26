package dev.eventbus.gateway.retention;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** The configuration under {@code gateway.retention}. */
@ConfigMapping(prefix = "gateway.retention")
interface RetentionConfig {
    Duration events();

    Duration deliveries();

    Duration deadLetters();

    Duration interval();
}
