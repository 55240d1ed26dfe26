package dev.eventbus.forwarder.deadletter;

import dev.eventbus.EventBusException;
import dev.eventbus.forwarder.config.SubscriptionConfig;
import dev.eventbus.forwarder.config.SubscriptionConfig.Ordering;
import dev.eventbus.nats.LetterFilter;
import dev.eventbus.nats.LetterPage;
import dev.eventbus.nats.StoredLetter;
import dev.eventbus.webhook.RateLimit;
import dev.eventbus.webhook.TokenBucket;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replays the letters that match, oldest first, each once: those that come in, or come back, after it began are not
 * part of it, so that it ends. Letters of one subscription go out side by side, as many as it delivers at a time, but
 * one after the other where their order counts.
 *
 * <pre>
 *   RUNNING ─▶ DONE      every letter was tried
 *      └─────▶ STOPPED   told to, ten failures in a row, paused, breaker open, NATS away; what was not tried stays
 * </pre>
 */
final class BulkReplay implements AutoCloseable {
    static final int MOST_FAILURES_IN_A_ROW = 10;

    private static final Logger LOG = LoggerFactory.getLogger(BulkReplay.class);
    private static final int PAGE = 500;

    private final String id;
    private final LetterFilter filter;
    private final Runnable whenEnded;
    private final Workshop workshop;
    private final TokenBucket bucket;
    private final long matched;
    private final long last;
    private final Instant startedAt;

    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();
    private final AtomicInteger failuresInARow = new AtomicInteger();
    private final AtomicReference<@Nullable String> stop = new AtomicReference<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Instant endedAt;

    // Touched by the thread alone.
    private final Map<String, Lane> lanes = new HashMap<>();

    private BulkReplay(Order order, Workshop workshop, Runnable whenEnded) {
        this.id = UUID.randomUUID().toString();
        this.filter = order.filter;
        this.whenEnded = whenEnded;
        this.workshop = workshop;
        this.bucket = new TokenBucket(order.rate, System::nanoTime);
        this.startedAt = workshop.clock().instant();
        this.last = workshop.shelf().lastSequence();
        this.matched = workshop.shelf().count(filter, last);
    }

    /**
     * What shall be replayed.
     *
     * @param rate how many letters in what time, of all subscriptions together
     */
    record Order(LetterFilter filter, RateLimit rate) {
        static final RateLimit DEFAULT_RATE = new RateLimit(50, Duration.ofSeconds(1));
    }

    /**
     * Begins in the background; throws {@link EventBusException} if the letters cannot be counted.
     *
     * @param whenEnded called once, after the last attempt
     */
    static BulkReplay start(Order order, Workshop workshop, Runnable whenEnded) {
        BulkReplay replay = new BulkReplay(order, workshop, whenEnded);
        LOG.info("Began to replay dead letters id={} matched={} order={}", replay.id, replay.matched, order);
        Thread.ofVirtual().name("replay-" + replay.id).start(replay::run);
        return replay;
    }

    String id() {
        return id;
    }

    /** A subscription's redelivery, and its places. */
    private record Lane(Redelivery redelivery, Semaphore places, int size) {
        static Lane of(Redelivery redelivery) {
            SubscriptionConfig config = redelivery.subscription();
            int size = config.source().ordering() == Ordering.SUBJECT
                    ? 1
                    : config.pace().maxConcurrency();
            return new Lane(redelivery, new Semaphore(size), size);
        }
    }

    private void run() {
        try {
            replayAll();
        } catch (EventBusException e) {
            stop(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            stop("it was interrupted");
        } catch (RuntimeException e) { // nobody would learn that its thread is gone
            LOG.error("A replay ended for a reason nobody thought of id={}", id, e);
            stop("an internal error: " + e);
        } finally {
            end();
        }
    }

    private void replayAll() throws InterruptedException {
        long next = 1;
        while (next > 0 && stop.get() == null) {
            LetterPage page = workshop.shelf().list(filter, PAGE, next);
            for (StoredLetter letter : page.letters()) {
                if (stop.get() != null || letter.sequence() > last) {
                    return;
                }
                dispatch(letter);
            }
            next = page.next() > last ? 0 : page.next();
        }
    }

    private void dispatch(StoredLetter letter) throws InterruptedException {
        if (workshop.endpoints().find(letter.subscription()).isEmpty()) {
            skipped.incrementAndGet();
            return;
        }
        if (!awaitToken()) {
            return;
        }
        Lane lane = lane(letter.subscription()); // only now: the wait may have been long enough for a reload
        if (lane == null) {
            skipped.incrementAndGet();
            return;
        }
        Optional<String> heldUp = workshop.endpoints().heldUp(letter.subscription());
        if (heldUp.isPresent()) {
            stop("subscription " + letter.subscription() + " is held up: " + heldUp.get());
        } else {
            lane.places.acquire();
            if (stop.get() != null) {
                lane.places.release();
                return;
            }
            Thread.ofVirtual().name("replay-" + id).start(() -> replay(letter, lane));
        }
    }

    /** Null for a subscription that is not configured here. One that was changed meanwhile gets its new endpoint. */
    private @Nullable Lane lane(String subscription) throws InterruptedException {
        SubscriptionConfig config = workshop.endpoints().find(subscription).orElse(null);
        Lane lane = lanes.get(subscription);
        if (lane != null && !lane.redelivery.subscription().equals(config)) {
            close(lane);
            lanes.remove(subscription);
        }
        return config == null
                ? null
                : lanes.computeIfAbsent(subscription, name -> Lane.of(workshop.redelivery(config)));
    }

    private boolean awaitToken() throws InterruptedException {
        while (bucket.take(1) == 0) {
            if (stopped.await(Math.max(1, bucket.untilNext().toMillis()), TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return true;
    }

    private void replay(StoredLetter letter, Lane lane) {
        try {
            count(lane.redelivery.replay(letter.sequence()));
        } catch (EventBusException e) {
            failed.incrementAndGet();
            stop(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) { // as with any other letter: it stays
            LOG.error("Could not replay a dead letter, for a reason nobody thought of id={}", id, e);
            count(new Replayed.Failed(e.toString(), false));
        } finally {
            lane.places.release();
        }
    }

    private void count(Replayed replayed) {
        switch (replayed) {
            case Replayed.Delivered done -> {
                delivered.incrementAndGet();
                failuresInARow.set(0);
            }
            case Replayed.Gone gone -> skipped.incrementAndGet();
            case Replayed.Bodiless lost -> failed.incrementAndGet(); // says nothing of the endpoint
            case Replayed.Failed failure -> {
                failed.incrementAndGet();
                int inARow = failuresInARow.incrementAndGet();
                if (failure.hopeless()) {
                    stop("the endpoint wants no more: " + failure.outcome());
                } else if (inARow >= MOST_FAILURES_IN_A_ROW) {
                    stop(inARow + " letters failed in a row, last: " + failure.outcome());
                }
            }
        }
    }

    /** Tries no further letter; the first reason counts. */
    void stop(String why) {
        stop.compareAndSet(null, why);
        stopped.countDown();
    }

    private void end() {
        try {
            for (Lane lane : lanes.values()) {
                close(lane);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        endedAt = workshop.clock().instant();
        LOG.info("Ended a replay of dead letters {}", progress());
        whenEnded.run();
        ended.countDown();
    }

    /** Attempts in flight end by the endpoint's timeout. */
    private static void close(Lane lane) throws InterruptedException {
        lane.places.acquire(lane.size);
        lane.redelivery.close();
    }

    Progress progress() {
        Instant end = endedAt;
        String why = stop.get();
        Progress.State state =
                end == null ? Progress.State.RUNNING : why == null ? Progress.State.DONE : Progress.State.STOPPED;
        return new Progress(id, state, matched, delivered.get(), failed.get(), skipped.get(), startedAt, end, why);
    }

    /** Whether it has ended within that time. */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Tries no further letter and waits for those in flight. */
    @Override
    public void close() {
        stop("the forwarder was stopped");
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
