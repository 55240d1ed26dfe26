package dev.eventbus.gateway.dispatch;

import dev.eventbus.Attempt;
import dev.eventbus.Event;
import dev.eventbus.Verdict;
import dev.eventbus.gateway.database.DatabaseException;
import dev.eventbus.gateway.eventlog.EventRow;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Tries an event with each of its subscribers, at once and side by side, and has a row written for each: delivered,
 * failed, not tried for want of room or handlers, or still under way. The event is acknowledged when the rows are committed.
 */
final class FirstAttempts {
    /** While PostgreSQL is away nothing is tried: the result could not be kept, and the attempt would be repeated. */
    private static final Verdict LATER = Verdict.retry(Duration.ofSeconds(2));

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration LITTLE_PATIENCE = Duration.ofMillis(20);

    private final Engine engine;
    private final Claims claims;
    private final int concurrency;
    private final Remembered remembered = new Remembered();
    private final AtomicInteger events = new AtomicInteger();

    /** @param concurrency how many events may be here at a time */
    FirstAttempts(Engine engine, Claims claims, int concurrency) {
        this.engine = engine;
        this.claims = claims;
        this.concurrency = concurrency;
    }

    /** @param settlement null where there was no room, or only another replica has the handlers */
    private record Begun(Subscriber subscriber, @Nullable CompletableFuture<Settlement> settlement) {
        boolean isUnderWay() {
            return settlement != null && !settlement.isDone();
        }
    }

    Verdict dispatch(Event event, Attempt attempt) throws InterruptedException {
        if (!engine.subscribers().areFresh()) {
            return LATER;
        }
        List<Subscriber> matching = engine.subscribers().of(event.topic(), event.organizationId());
        if (matching.isEmpty()) {
            return Verdict.ack();
        }
        if (engine.writer().isAway()) {
            return LATER;
        }
        try {
            List<Subscriber> due = attempt.number() == 1 ? matching : withoutKnown(event, matching);
            return due.isEmpty()
                    ? Verdict.ack()
                    : dispatch(event, due, attempt.position().sequence());
        } catch (DatabaseException e) {
            return LATER;
        }
    }

    private List<Subscriber> withoutKnown(Event event, List<Subscriber> matching) {
        Set<String> known = claims.subscribersOf(event.organizationId(), event.id());
        return matching.stream()
                .filter(subscriber -> !known.contains(subscriber.id().toString()))
                .toList();
    }

    private Verdict dispatch(Event event, List<Subscriber> due, long sequence) throws InterruptedException {
        List<Begun> begun = new ArrayList<>();
        due.forEach(subscriber -> begun.add(new Begun(subscriber, begin(event, subscriber))));
        int open = events.incrementAndGet();
        try {
            await(begun, 2 * open > concurrency ? LITTLE_PATIENCE : PATIENCE);
        } finally {
            events.decrementAndGet();
        }
        List<Begun> underWay = begun.stream().filter(Begun::isUnderWay).toList();
        List<Settlement> rows = begun.stream()
                .map(one -> underWay.contains(one) ? leased(event, one.subscriber()) : row(event, one))
                .toList();
        EventRow log;
        try {
            log = rows.stream().allMatch(Settlement::isDelivered) ? null : EventRow.of(event, sequence);
        } catch (UncheckedIOException e) {
            return Verdict.deadLetter("event cannot be written as JSON: " + e.getCause());
        }
        underWay.forEach(one -> engine.writer().take(key(event, one.subscriber())));
        DeliveryWriter.Kept kept = written(rows, log);
        if (kept == DeliveryWriter.Kept.YES) {
            underWay.forEach(one -> settleWhenEnded(event, one));
            return Verdict.ack();
        }
        underWay.forEach(one -> engine.writer().drop(key(event, one.subscriber())));
        if (kept == DeliveryWriter.Kept.NEVER) {
            return Verdict.deadLetter("PostgreSQL refused the rows of its deliveries");
        }
        begun.forEach(one -> remember(event, one));
        return LATER;
    }

    private @Nullable CompletableFuture<Settlement> begin(Event event, Subscriber subscriber) {
        CompletableFuture<Settlement> before = remembered.take(key(event, subscriber));
        if (before != null) {
            return before;
        }
        Lane lane = engine.lanes().of(subscriber);
        if (!engine.deliver().isPossibleHere(subscriber) || !lane.tryEnter()) {
            return null;
        }
        CompletableFuture<Settlement> settlement = new CompletableFuture<>();
        Thread.ofVirtual().name("first-attempt").start(() -> {
            try {
                settlement.complete(engine.deliver().attempt(event, subscriber, 1));
            } catch (RuntimeException | Error e) {
                settlement.completeExceptionally(e);
                throw e;
            } finally {
                lane.leave();
            }
        });
        return settlement;
    }

    private static void await(List<Begun> begun, Duration patience) throws InterruptedException {
        CompletableFuture<?>[] all =
                begun.stream().map(Begun::settlement).filter(Objects::nonNull).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(all).get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // what has not ended is written as under way, what broke as not tried
        }
    }

    private Settlement row(Event event, Begun begun) {
        CompletableFuture<Settlement> settlement = begun.settlement();
        return settlement == null || settlement.isCompletedExceptionally()
                ? engine.deliver().settlement(event, begun.subscriber(), 0, new Step.Untried())
                : settlement.join();
    }

    private Settlement leased(Event event, Subscriber subscriber) {
        Step underWay = new Step.UnderWay(engine.deliver().lease(subscriber));
        return engine.deliver().settlement(event, subscriber, 1, underWay);
    }

    private DeliveryWriter.Kept written(List<Settlement> rows, @Nullable EventRow log) throws InterruptedException {
        try {
            return engine.writer().insert(rows, log).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the writer completes normally", e);
        }
    }

    private void settleWhenEnded(Event event, Begun begun) {
        if (begun.settlement() != null) {
            var unused = begun.settlement().whenComplete((settlement, failure) -> {
                if (failure == null) {
                    engine.writer().update(settlement);
                } else {
                    engine.writer().drop(key(event, begun.subscriber()));
                }
            });
        }
    }

    private void remember(Event event, Begun begun) {
        if (begun.settlement() != null) {
            remembered.put(key(event, begun.subscriber()), begun.settlement());
        }
    }

    private static DeliveryKey key(Event event, Subscriber subscriber) {
        return new DeliveryKey(event.id(), subscriber.id(), event.organizationId());
    }
}
