package dev.eventbus.gateway.retention;

import java.time.Duration;

/**
 * How long things are kept.
 *
 * @param events since they were recorded; longer while a delivery or dead letter needs them
 * @param deliveries since they ended; one that nobody could attempt for as long becomes a dead letter
 * @param deadLetters since they failed last, or were delivered by a replay
 */
record RetentionSettings(Duration events, Duration deliveries, Duration deadLetters) {
    RetentionSettings {
        requirePositive("gateway.retention.events", events);
        requirePositive("gateway.retention.deliveries", deliveries);
        requirePositive("gateway.retention.dead-letters", deadLetters);
    }

    private static void requirePositive(String name, Duration duration) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException(name + " must be more than nothing, was " + duration);
        }
    }
}
