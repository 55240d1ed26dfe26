package dev.eventbus.dispatch;

import java.time.Duration;

/**
 * How a queue behaves.
 *
 * @param name for threads and logs
 * @param capacity how much work may wait to be started; at least 1
 * @param concurrency how much may run at a time; at least 1
 * @param overflow what happens to work that finds the queue full
 * @param blockDeadline how long {@link Overflow#BLOCK} waits for room
 * @param parking how much work may wait for another try; what exceeds it is dropped
 */
public record QueueSpec(
        String name, int capacity, int concurrency, Overflow overflow, Duration blockDeadline, int parking) {
    public QueueSpec {
        requirePositive("capacity", capacity);
        requirePositive("concurrency", concurrency);
        if (blockDeadline.isNegative()) {
            throw new IllegalArgumentException("blockDeadline must not be negative, was " + blockDeadline);
        }
        if (parking < 0) {
            throw new IllegalArgumentException("parking must be >= 0, was " + parking);
        }
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be >= 1, was " + value);
        }
    }
}
