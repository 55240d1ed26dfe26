package dev.eventbus.forwarder.forward;

import dev.eventbus.forwarder.config.SubscriptionConfig.Pace;
import dev.eventbus.nats.PullPolicy;
import dev.eventbus.webhook.BreakerSettings;
import dev.eventbus.webhook.CircuitBreaker;
import dev.eventbus.webhook.RateLimit;
import dev.eventbus.webhook.TokenBucket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much an endpoint is given: nothing while the subscription is paused, no more than its rate limit, and while its
 * circuit breaker is open only what is due for its next attempt, and one message now and then as a probe. What is not
 * given stays in the stream and loses no attempt; what was tried keeps its schedule. Safe for use by many threads.
 */
final class Throttle implements PullPolicy {
    private static final Logger LOG = LoggerFactory.getLogger(Throttle.class);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration PROBE = Duration.ofSeconds(5);

    private final String subscription;
    private final @Nullable CircuitBreaker breaker;
    private final @Nullable TokenBucket bucket;
    private final DueRetries due;
    private final LongSupplier nanoTime;
    private final AtomicReference<CircuitBreaker.Status> said = new AtomicReference<>(CircuitBreaker.Status.CLOSED);

    /** Until when a probe that was let begin is waited for: its message may be slow to come, or never be tried. */
    private final AtomicLong probeUntil;

    private volatile boolean paused;

    /** @param nanoTime a monotonic clock, such as {@code System::nanoTime} */
    Throttle(String subscription, Pace pace, InstantSource clock, LongSupplier nanoTime) {
        this.subscription = subscription;
        BreakerSettings settings = pace.breaker();
        RateLimit limit = pace.rateLimit();
        this.breaker = settings == null ? null : new CircuitBreaker(settings, clock);
        this.bucket = limit == null ? null : new TokenBucket(limit, nanoTime);
        this.due = new DueRetries(nanoTime);
        this.nanoTime = nanoTime;
        this.probeUntil = new AtomicLong(nanoTime.getAsLong());
    }

    void pause() {
        paused = true;
    }

    boolean isPaused() {
        return paused;
    }

    /** Whoever resumes it expects the endpoint to be back. */
    void resume() {
        paused = false;
        if (breaker != null) {
            breaker.reset();
            said.set(CircuitBreaker.Status.CLOSED);
        }
    }

    @Override
    public int take(int most) {
        if (paused) {
            return 0;
        }
        int allowed = bucket == null ? most : bucket.take(most);
        int borne = allowed == 0 ? 0 : borne(allowed);
        if (bucket != null && borne < allowed) {
            bucket.giveBack(allowed - borne);
        }
        return borne;
    }

    private int borne(int most) {
        if (!isOpen()) {
            due.forgetPast();
            return most;
        }
        int retries = due.take(most);
        return retries < most && takesProbe() ? retries + 1 : retries;
    }

    /** What was tried keeps its schedule, whatever the breaker says. */
    @Override
    public boolean takeAgain() {
        return !paused && (bucket == null || bucket.take(1) == 1);
    }

    @Override
    public void dueIn(Duration delay) {
        due.add(delay);
    }

    /** One at a time: until it begins its attempt, the breaker knows nothing of it. */
    private boolean takesProbe() {
        long now = nanoTime.getAsLong();
        long until = probeUntil.get();
        return breaker != null
                && breaker.remaining().isZero()
                && until - now <= 0
                && probeUntil.compareAndSet(until, now + PROBE.toNanos());
    }

    private void probeIsNoLongerWaitedFor() {
        probeUntil.set(nanoTime.getAsLong());
    }

    @Override
    public void giveBack(int unused) {
        probeIsNoLongerWaitedFor();
        if (bucket != null) {
            bucket.giveBack(unused);
        }
    }

    @Override
    public Duration askAgain() {
        Duration token = bucket == null ? Duration.ZERO : bucket.untilNext();
        Duration retry = isOpen() ? due.untilNext() : Duration.ZERO;
        Duration longest = token.compareTo(retry) > 0 ? token : retry;
        return longest.isZero() || longest.compareTo(LOOK) > 0 ? LOOK : longest;
    }

    private boolean isOpen() {
        return breaker != null && breaker.status() != CircuitBreaker.Status.CLOSED;
    }

    /** An attempt begins; its end is to be told to what is returned. */
    Attempt begin() {
        boolean open = isOpen();
        Attempt attempt = new Attempt(breaker == null || breaker.tryEnter(), open);
        probeIsNoLongerWaitedFor();
        return attempt;
    }

    CircuitBreaker.Status status() {
        return breaker == null ? CircuitBreaker.Status.CLOSED : breaker.status();
    }

    /** One attempt. */
    final class Attempt {
        /** Whether the breaker waits for its outcome; one made while it is open can only be a good sign. */
        private final boolean counted;

        private final boolean probe;

        private Attempt(boolean counted, boolean open) {
            this.counted = counted;
            this.probe = counted && open;
        }

        void succeeded() {
            if (breaker != null) {
                if (counted) {
                    breaker.succeeded();
                } else {
                    breaker.reset();
                }
                say(breaker);
            }
        }

        void failed() {
            if (breaker != null && counted) {
                breaker.failed();
                say(breaker);
            }
        }

        /** The endpoint was not asked, which says nothing of it; a probe has to be made once more. */
        void cameToNothing() {
            if (probe) {
                failed();
            }
        }
    }

    private void say(CircuitBreaker breaker) {
        CircuitBreaker.Status now = breaker.status();
        CircuitBreaker.Status before = said.getAndSet(now);
        if (now == CircuitBreaker.Status.OPEN && before != CircuitBreaker.Status.OPEN) {
            LOG.warn(
                    "Stopped pulling because the endpoint fails; what was not tried waits in the stream"
                            + " subscription={} probeIn={}",
                    subscription,
                    breaker.remaining());
        } else if (now == CircuitBreaker.Status.CLOSED && before != CircuitBreaker.Status.CLOSED) {
            LOG.info("The endpoint works again, pulling goes on subscription={}", subscription);
        }
    }
}
