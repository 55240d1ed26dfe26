package dev.eventbus.notifications.push;

import dev.eventbus.notifications.device.Device;
import dev.eventbus.webhook.BreakerSettings;
import dev.eventbus.webhook.CircuitBreaker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps push services apart: each origin has a bounded number of messages under way, a breaker of its own, and is left
 * alone for as long as it asked to be. So one that hangs delays only its own devices. "Too many requests" are about one
 * device (RFC 8030 §8.4, and so say Firebase and Apple), so only that device is left alone then.
 */
final class PushLanes {
    /** How long one message may take once it is its turn. */
    static final Duration LONGEST_SEND = Duration.ofSeconds(6);

    /** With the wait for its turn less than what a channel's lease has left when it is sent. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

    static final int AT_ONCE = 64;
    private static final int MOST_ORIGINS = 1_000;
    private static final int MOST_PAUSED_DEVICES = 10_000;
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final Duration BUSY = Duration.ofSeconds(5);

    private final LatestUsed<String, Lane> lanes = new LatestUsed<>(MOST_ORIGINS);
    private final LatestUsed<String, Instant> pausedDevices = new LatestUsed<>(MOST_PAUSED_DEVICES);
    private final InstantSource clock;

    PushLanes(InstantSource clock) {
        this.clock = clock;
    }

    private record Lane(Semaphore permits, CircuitBreaker breaker, AtomicReference<Instant> pausedUntil) {}

    /** Blocks until the message is sent, or was not because it is no time for it. Throws what the service throws. */
    Answer send(PushService service, Device device, Message message) {
        Lane lane = lanes.get(service.kind() + " " + service.origin(device), this::lane);
        try {
            if (!lane.permits().tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return Answer.busy("too many messages to this push service are under way", BUSY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.busy("the notifier is being stopped", Duration.ZERO);
        }
        try {
            return sendNow(lane, service, device, message);
        } finally {
            lane.permits().release();
        }
    }

    private Lane lane(String origin) {
        return new Lane(
                new Semaphore(AT_ONCE),
                new CircuitBreaker(BreakerSettings.DEFAULT, clock),
                new AtomicReference<>(Instant.EPOCH));
    }

    private Answer sendNow(Lane lane, PushService service, Device device, Message message) {
        Duration pause = pause(lane, device);
        if (pause.isPositive()) {
            return Answer.busy("the push service asked for a pause", pause);
        }
        if (!lane.breaker().tryEnter()) {
            return Answer.busy("the push service fails", lane.breaker().remaining());
        }
        Answer answer = new Answer.Refused("nothing came of it"); // what a fault of ours leaves
        try {
            answer = service.push(device, message);
            return answer;
        } finally {
            learn(lane, device, answer);
        }
    }

    private Duration pause(Lane lane, Device device) {
        Instant service = Objects.requireNonNull(lane.pausedUntil().get(), "it is never set to null");
        Instant own = pausedDevices.getOr(device.id(), Instant.EPOCH);
        return Duration.between(clock.instant(), later(service, own));
    }

    private void learn(Lane lane, Device device, Answer answer) {
        if (!(answer instanceof Answer.Later later)) {
            lane.breaker().succeeded();
            return;
        }
        Duration delay = later.delay().compareTo(LONGEST_PAUSE) < 0 ? later.delay() : LONGEST_PAUSE;
        Instant until = clock.instant().plus(delay);
        if (later.isFault()) {
            lane.breaker().failed();
            lane.pausedUntil().accumulateAndGet(until, PushLanes::later);
        } else {
            lane.breaker().succeeded();
            pausedDevices.put(device.id(), until);
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
