package dev.eventbus.testkit;

import dev.eventbus.dispatch.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A clock and timer that stand still until a test moves them. */
public final class ManualClock implements InstantSource, Timer {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final List<Pending> pending = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-21T08:09:50.123Z");

    private record Pending(Instant at, Runnable task) {}

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public synchronized Alarm after(Duration delay, Runnable task) {
        Pending alarm = new Pending(now.plus(delay), task);
        pending.add(alarm);
        notifyAll();
        return () -> cancel(alarm);
    }

    private synchronized void cancel(Pending alarm) {
        pending.removeIf(other -> other == alarm);
        notifyAll();
    }

    /** Moves time on and runs, in this thread and in order, what becomes due on the way. */
    public void advance(Duration by) {
        Instant target = instant().plus(by);
        for (Pending next = due(target); next != null; next = due(target)) {
            next.task.run();
        }
    }

    private synchronized @Nullable Pending due(Instant target) {
        Pending first = pending.stream()
                .filter(alarm -> !alarm.at.isAfter(target))
                .min((a, b) -> a.at.compareTo(b.at))
                .orElse(null);
        now = first == null ? target : first.at.isAfter(now) ? first.at : now;
        pending.removeIf(alarm -> alarm == first);
        return first;
    }

    /** Waits until exactly so many calls are to come; throws an {@link AssertionError} after ten seconds. */
    public void awaitAlarms(int count) throws InterruptedException {
        await(() -> pending.size() == count, count + " alarms");
    }

    /** Waits until some call is to come within the given time; throws an {@link AssertionError} after ten seconds. */
    public void awaitAlarmWithin(Duration time) throws InterruptedException {
        await(() -> pending.stream().anyMatch(alarm -> !alarm.at.isAfter(now.plus(time))), "an alarm within " + time);
    }

    /**
     * Lets a retry come: waits until some call is to come within the given time, then moves time on by all of it. Throws
     * an {@link AssertionError} if none is after ten seconds.
     */
    public void awaitAlarmAndAdvance(Duration by) throws InterruptedException {
        awaitAlarmWithin(by);
        advance(by);
    }

    private synchronized void await(BooleanSupplier condition, String what) throws InterruptedException {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("waited for " + what + ", there were " + pending.size());
            }
            wait(left);
        }
    }
}
