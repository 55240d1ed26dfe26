package dev.eventbus.forwarder.deadletter;

import dev.eventbus.forwarder.admin.Problem;
import dev.eventbus.forwarder.admin.ProblemException;
import dev.eventbus.forwarder.config.SubscriptionConfig;
import dev.eventbus.forwarder.forward.Forwarder;
import dev.eventbus.forwarder.forward.Surroundings;
import dev.eventbus.nats.DeadLetterShelf;
import dev.eventbus.nats.OpenedLetter;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Replays dead letters for the operators of this process: single ones while they wait, and one order of many at a time
 * in the background. Says no with a {@link ProblemException}. Safe for use by many threads.
 */
@Singleton
public class DeadLetterDesk {
    private static final int MOST_SINGLE_REPLAYS = 8;

    private final AtomicReference<@Nullable Workshop> workshop = new AtomicReference<>();
    private final AtomicReference<@Nullable BulkReplay> newest = new AtomicReference<>();
    private final Semaphore single = new Semaphore(MOST_SINGLE_REPLAYS);
    private final Semaphore bulk = new Semaphore(1);

    /** The time during which there is a forwarder. */
    public interface Session extends AutoCloseable {
        @Override
        void close();
    }

    /** Serves until the result is closed, which waits for the attempts in flight. */
    public Session open(Forwarder forwarder, Surroundings around) {
        workshop.set(new Workshop(
                DeadLetterShelf.of(around.connection()),
                new RunningEndpoints(forwarder),
                around.vertx(),
                around.userAgent(),
                around.clock()));
        return this::close;
    }

    private void close() {
        workshop.set(null);
        single.acquireUninterruptibly(MOST_SINGLE_REPLAYS); // whoever gets a place from here on finds no workshop
        single.release(MOST_SINGLE_REPLAYS);
        BulkReplay running = newest.get();
        if (running != null) {
            running.close();
        }
    }

    DeadLetterShelf shelf() {
        return workshop().shelf();
    }

    private Workshop workshop() {
        Workshop now = workshop.get();
        if (now == null) {
            throw refused(503, "NOT_READY", "The forwarder is starting or stopping; try again in a moment.");
        }
        return now;
    }

    /** Blocks for one attempt. */
    Replayed replay(long sequence) {
        if (!single.tryAcquire()) {
            throw refused(
                    429,
                    "TOO_MANY_REPLAYS",
                    MOST_SINGLE_REPLAYS + " single replays are under way; wait for one, or replay by a filter.");
        }
        try {
            Workshop now = workshop();
            try (Redelivery redelivery = now.redelivery(subscriptionOf(now, sequence))) {
                return redelivery.replay(sequence);
            }
        } finally {
            single.release();
        }
    }

    private static SubscriptionConfig subscriptionOf(Workshop now, long sequence) {
        OpenedLetter letter = now.shelf().get(sequence).orElseThrow(() -> notFound(sequence));
        return requireFree(now.endpoints(), letter.letter().subscription());
    }

    /** One that is configured here, and that messages may be sent to now. */
    static SubscriptionConfig requireFree(Endpoints endpoints, String name) {
        SubscriptionConfig config = requireConfigured(endpoints, name);
        endpoints.heldUp(name).ifPresent(why -> {
            throw refused(409, "SUBSCRIPTION_HELD_UP", "Subscription " + name + " is held up: " + why);
        });
        return config;
    }

    static SubscriptionConfig requireConfigured(Endpoints endpoints, String name) {
        return endpoints
                .find(name)
                .orElseThrow(() -> refused(
                        409,
                        "SUBSCRIPTION_UNKNOWN",
                        "Subscription " + name + " is not configured here, or not enabled, and its dead letters stay"
                                + " where they are; replay them where it is, or add it."));
    }

    /** Begins in the background. */
    Progress start(BulkReplay.Order order) {
        Workshop now = workshop();
        String subscription = order.filter().subscription();
        if (subscription != null) {
            requireConfigured(now.endpoints(), subscription);
        }
        if (!bulk.tryAcquire()) {
            throw refused(
                    409,
                    "REPLAY_RUNNING",
                    "A replay of many is running; wait until it ends, or stop it with DELETE /admin/dead-letters/replay.");
        }
        try {
            BulkReplay replay = BulkReplay.start(order, now, bulk::release);
            newest.set(replay);
            if (workshop.get() == null) { // races with close(): each side writes first and looks at the other's then
                replay.close();
            }
            return replay.progress();
        } catch (RuntimeException e) {
            bulk.release();
            throw e;
        }
    }

    /** Of the replay that began last. */
    Optional<BulkReplay> newest() {
        return Optional.ofNullable(newest.get());
    }

    static ProblemException notFound(long sequence) {
        return new ProblemException(Problem.notFound("There is no dead letter " + sequence + "."));
    }

    private static ProblemException refused(int status, String code, String detail) {
        return new ProblemException(Problem.of(status, code, detail));
    }
}
