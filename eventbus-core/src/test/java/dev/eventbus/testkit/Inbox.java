package dev.eventbus.testkit;

import dev.eventbus.Event;
import dev.eventbus.Position;
import dev.eventbus.Verdict;
import dev.eventbus.topic.Topic;
import dev.eventbus.transport.Delivery;
import dev.eventbus.transport.DeliverySink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Keeps what a transport brings until the test asks for it. */
final class Inbox {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final LinkedBlockingQueue<Got> queue = new LinkedBlockingQueue<>();

    /** What came, and when; {@code attempt} is 0 and {@code delivery} null for a live event. */
    record Got(
            Event event,
            Topic topic,
            Position position,
            int attempt,
            long nanos,
            @Nullable Delivery kept) {
        Delivery delivery() {
            if (kept == null) {
                throw new AssertionError("a live event has no delivery");
            }
            return kept;
        }
    }

    void onEvent(Event event, Topic topic, Position position) {
        queue.add(new Got(event, topic, position, 0, System.nanoTime(), null));
    }

    void keep(Delivery delivery) {
        queue.add(new Got(
                delivery.event(),
                delivery.topic(),
                delivery.attempt().position(),
                delivery.attempt().number(),
                System.nanoTime(),
                delivery));
    }

    DeliverySink acking() {
        return settling(attempt -> Verdict.ACK);
    }

    DeliverySink settling(IntFunction<Verdict> verdict) {
        return delivery -> {
            keep(delivery);
            delivery.settle(verdict.apply(delivery.attempt().number()));
        };
    }

    Got next() throws InterruptedException {
        Got got = queue.poll(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        if (got == null) {
            throw new AssertionError("nothing came within " + DEADLINE);
        }
        return got;
    }

    List<String> nextIds(int count) throws InterruptedException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(next().event().id());
        }
        return ids;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Whether nothing comes for so long; what came instead is taken out. */
    boolean stays(Duration quiet) throws InterruptedException {
        return queue.poll(quiet.toMillis(), TimeUnit.MILLISECONDS) == null;
    }
}
