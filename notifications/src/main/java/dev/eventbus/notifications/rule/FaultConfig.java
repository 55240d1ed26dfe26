package dev.eventbus.notifications.rule;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How many failures switch a custom rule off. */
@ConfigMapping(prefix = "notifier.rule-faults")
public interface FaultConfig {
    @WithDefault("20")
    int inARow();

    /** Of the last hundred uses. */
    @WithDefault("50")
    int ofHundred();
}
