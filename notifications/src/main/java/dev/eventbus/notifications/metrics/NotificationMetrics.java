package dev.eventbus.notifications.metrics;

import dev.eventbus.notifications.rule.BuiltInRules;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Locale;

/** {@code notifications_total{rule,channel,outcome}}: rows created, faults of rules, and what channels achieved. */
@Singleton
public final class NotificationMetrics {
    /** Stands for the list in the place of a channel. */
    public static final String INBOX = "inbox";

    private final MeterRegistry registry;

    public NotificationMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    public void count(String rule, String channel, String outcome) {
        count(rule, channel, outcome, 1);
    }

    public void count(String rule, String channel, String outcome, int times) {
        registry.counter(
                        "notifications",
                        "rule",
                        label(rule),
                        "channel",
                        channel.toLowerCase(Locale.ROOT),
                        "outcome",
                        outcome.toLowerCase(Locale.ROOT))
                .increment(times);
    }

    // Workspaces name their rules themselves, and there may be any number of them.
    private static String label(String rule) {
        return BuiltInRules.has(rule) ? rule : "custom";
    }
}
