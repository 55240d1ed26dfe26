package dev.eventbus.outbox;

import dev.eventbus.EventBus;
import dev.eventbus.retry.Backoff;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What {@link OutboxRelayBuilder} was told. */
record RelaySettings(
        DataSource source,
        EventBus bus,
        OutboxTable table,
        int batchSize,
        Duration pollInterval,
        Duration publishTimeout,
        Backoff backoff,
        Predicate<Throwable> refuseWhen,
        @Nullable Duration keepPublished,
        InstantSource clock) {
    RelaySettings {
        if (batchSize < 1 || batchSize > 10_000) {
            throw new IllegalArgumentException("batchSize must be 1 to 10000, was " + batchSize);
        }
        requirePositive("pollInterval", pollInterval);
        requirePositive("publishTimeout", publishTimeout);
        if (keepPublished != null) {
            requirePositive("keepPublished", keepPublished);
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " must be positive, was " + value);
        }
    }
}
