package dev.eventbus.gateway.database;

import java.time.Instant;

/** Times that PostgreSQL's columns can hold and its driver can bring there. */
public final class StorableTime {
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private StorableTime() {}

    /** The time, or the nearest that can be kept. */
    public static Instant clamp(Instant instant) {
        if (instant.isBefore(EARLIEST)) {
            return EARLIEST;
        }
        return instant.isAfter(LATEST) ? LATEST : instant;
    }
}
