package dev.eventbus.testkit;

import dev.eventbus.Event;
import dev.eventbus.Position;
import dev.eventbus.topic.Topic;
import dev.eventbus.transport.ReadListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what is read from a store until the test asks for it; takes an event only when it has a turn. */
final class ReadInbox implements ReadListener {
    private final Inbox inbox = new Inbox();
    private final Semaphore turns;
    private final CompletableFuture<Position> caughtUp = new CompletableFuture<>();
    private final AtomicInteger caughtUpCalls = new AtomicInteger();
    private volatile Instant lastStoredAt = Instant.EPOCH;
    private volatile Step onEach = () -> {};

    /** What a listener does besides. */
    interface Step {
        void run() throws InterruptedException;
    }

    ReadInbox(Semaphore turns) {
        this.turns = turns;
    }

    ReadInbox onEach(Step step) {
        onEach = step;
        return this;
    }

    @Override
    public void onEvent(Event event, Topic topic, Position position, Instant storedAt) {
        try {
            turns.acquire();
            lastStoredAt = storedAt;
            inbox.onEvent(event, topic, position);
            onEach.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onCaughtUp(Position last) {
        caughtUpCalls.incrementAndGet();
        caughtUp.complete(last);
    }

    Position caughtUp() throws Exception {
        return caughtUp.get(20, TimeUnit.SECONDS);
    }

    int caughtUpCalls() {
        return caughtUpCalls.get();
    }

    Instant lastStoredAt() {
        return lastStoredAt;
    }

    Inbox.Got next() throws InterruptedException {
        return inbox.next();
    }

    List<String> nextIds(int count) throws InterruptedException {
        return inbox.nextIds(count);
    }

    /** Event name and resource id of each. */
    List<String> nextNames(int count) throws InterruptedException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Event event = inbox.next().event();
            names.add(event.eventName() + "-" + event.resourceId());
        }
        return names;
    }

    boolean isEmpty() {
        return inbox.isEmpty();
    }

    boolean stays(Duration quiet) throws InterruptedException {
        return inbox.stays(quiet);
    }
}
