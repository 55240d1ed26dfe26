package dev.eventbus.interceptor;

import java.time.Duration;

/** The few histogram buckets that tell a fast bus from a slow one; a percentile histogram would be seventy. */
final class Buckets {
    static final Duration[] SECONDS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60)
    };

    private Buckets() {}
}
