package dev.eventbus.outbox;

import java.time.Duration;

/**
 * How far publishing is behind, for metrics and alarms.
 *
 * @param pending how many events wait to be published
 * @param refused how many were set aside; each wants a look at its {@code last_failure}
 * @param oldestAge how long the oldest pending one has waited; zero if none does
 */
public record OutboxStatus(long pending, long refused, Duration oldestAge) {}
