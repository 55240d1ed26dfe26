package dev.eventbus.notifications.channel;

import dev.eventbus.notifications.inbox.Outgoing;
import dev.eventbus.notifications.inbox.Owner;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one channel and what is under way on it, both bounded; so that no channel waits for another. One user
 * has a bounded part of what is under way, so that a client that never answers does not use up everybody's.
 */
final class Lane implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Lane.class);

    /** How many may be under way to one user. */
    static final int PER_USER = 32;

    private static final int HELD_PER_USER = 100;
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

    private final Channel channel;
    private final int inFlight;
    private final int most;
    private final Duration needed;
    private final ByPriority queue;
    private final Semaphore permits;
    private final BiConsumer<Outgoing, Outcome> outcomes;
    private final InstantSource clock;
    private final Thread pump;

    /** One user's share; guarded by the map's monitor. */
    private static final class Share {
        private final Queue<Outgoing> held = new ArrayDeque<>();
        private int underWay;
    }

    private final Map<Owner, Share> shares = new HashMap<>();

    /** @param most how many may wait, and of those how many be under way */
    Lane(Channel channel, Bounds most, BiConsumer<Outgoing, Outcome> outcomes, InstantSource clock) {
        this.channel = channel;
        this.inFlight = most.inFlight();
        this.most = most.waiting();
        this.needed = most.longest();
        this.queue = new ByPriority(most.waiting());
        this.permits = new Semaphore(inFlight);
        this.outcomes = outcomes;
        this.clock = clock;
        this.pump = Thread.ofVirtual()
                .name("notifier-" + channel.kind().name().toLowerCase(Locale.ROOT))
                .unstarted(this::pump);
    }

    /**
     * How much a lane takes.
     *
     * @param longest how long a sending may take: a lease with less than this left could end, and its attempt be taken up
     *     again, while ours is still under way
     */
    record Bounds(int waiting, int inFlight, Duration longest) {}

    void start() {
        pump.start();
    }

    boolean offer(Outgoing outgoing) {
        return queue.offer(outgoing);
    }

    int waiting() {
        return queue.size();
    }

    int room() {
        return most - queue.size();
    }

    private void pump() {
        try {
            while (true) {
                Outgoing next = queue.take();
                if (isItsTurn(next)) {
                    permits.acquire();
                    send(next);
                }
            }
        } catch (InterruptedException e) {
            LOG.debugf("Stopped delivering: channel=%s waiting=%d", channel.kind(), queue.size());
        }
    }

    /** False if its owner has enough under way: then it is sent after those, or left to the sweeper if many wait. */
    private boolean isItsTurn(Outgoing next) {
        synchronized (shares) {
            Share share = shares.computeIfAbsent(next.owner(), owner -> new Share());
            if (share.underWay < PER_USER) {
                share.underWay++;
                return true;
            }
            if (share.held.size() < HELD_PER_USER) {
                share.held.add(next);
            }
            return false;
        }
    }

    /** The place goes to what its owner has waiting; null if there is nothing. */
    private @Nullable Outgoing afterIt(Owner owner) {
        synchronized (shares) {
            Share share = shares.get(owner);
            Outgoing held = share == null ? null : share.held.poll();
            if (share != null && held == null && --share.underWay == 0) {
                shares.remove(owner);
            }
            return held;
        }
    }

    private void send(Outgoing outgoing) {
        if (!clock.instant().plus(needed).isBefore(outgoing.leaseUntil())) {
            next(outgoing);
            return;
        }
        stage(outgoing).whenComplete((outcome, failure) -> {
            Outcome result = failure == null
                    ? outcome
                    : new Outcome.Failed(failure.getClass().getSimpleName());
            outcomes.accept(outgoing, result);
            next(outgoing);
        });
    }

    // Not from within: a long line of what is answered at once must not become a deep stack.
    private void next(Outgoing done) {
        Outgoing next = afterIt(done.owner());
        if (next == null) {
            permits.release();
        } else {
            Thread.startVirtualThread(() -> send(next));
        }
    }

    private CompletionStage<Outcome> stage(Outgoing outgoing) {
        try {
            return channel.send(outgoing);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /**
     * Sends no more, and waits a moment for answers to what is under way. What waits is left to the sweeper of another
     * instance, or to ours after the next start.
     */
    @Override
    public void close() {
        pump.interrupt();
        try {
            pump.join();
            if (permits.tryAcquire(inFlight, LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS)) {
                permits.release(inFlight);
            } else {
                LOG.infof(
                        "Stopped without every answer: channel=%s missing=%d",
                        channel.kind(), inFlight - permits.availablePermits());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
