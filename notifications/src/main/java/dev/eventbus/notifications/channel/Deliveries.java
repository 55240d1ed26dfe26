package dev.eventbus.notifications.channel;

import dev.eventbus.notifications.inbox.Outgoing;
import dev.eventbus.notifications.rule.ChannelKind;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Takes stored notifications to their channels, in order and never more than a bounded number at a time. What does not
 * fit is left alone: its lease runs out, and the {@link Sweeper} brings it again.
 */
@Singleton
public final class Deliveries implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Deliveries.class);
    static final int QUEUE = 10_000;
    static final int IN_FLIGHT = 1_000;
    // A lease with less than this left could end, and its attempt be taken up again, while ours is still under way.
    private static final Duration NEEDED = Duration.ofSeconds(10);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

    private final BlockingQueue<Outgoing> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Semaphore permits = new Semaphore(IN_FLIGHT);
    private final Map<ChannelKind, Channel> channels = new EnumMap<>(ChannelKind.class);
    private final Outcomes outcomes;
    private final InstantSource clock;
    private final Thread pump = Thread.ofVirtual().name("notifier-deliveries").unstarted(this::pump);

    Deliveries(@All List<Channel> channels, Outcomes outcomes, InstantSource clock) {
        channels.forEach(channel -> this.channels.put(channel.kind(), channel));
        this.outcomes = outcomes;
        this.clock = clock;
    }

    void start() {
        pump.start();
    }

    /** Never blocks and never refuses: see the class. */
    public void accept(List<Outgoing> stored) {
        for (Outgoing outgoing : stored) {
            if (!queue.offer(outgoing)) {
                LOG.debugf("Left notifications for later, the queue was full: size=%d", QUEUE);
                return;
            }
        }
    }

    int waiting() {
        return queue.size();
    }

    private void pump() {
        try {
            while (true) {
                Outgoing next = queue.take();
                permits.acquire();
                if (clock.instant().plus(NEEDED).isBefore(next.leaseUntil())) {
                    send(next);
                } else {
                    permits.release();
                }
            }
        } catch (InterruptedException e) {
            LOG.debugf("Stopped delivering: waiting=%d", queue.size());
        }
    }

    private void send(Outgoing outgoing) {
        stage(outgoing).whenComplete((outcome, failure) -> {
            Outcome result = failure == null
                    ? outcome
                    : new Outcome.Failed(failure.getClass().getSimpleName());
            outcomes.add(outgoing, result);
            permits.release();
        });
    }

    private CompletionStage<Outcome> stage(Outgoing outgoing) {
        Channel channel = channels.get(outgoing.channel());
        try {
            return channel == null
                    ? CompletableFuture.completedStage(new Outcome.Failed("no such channel"))
                    : channel.send(outgoing);
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
            if (permits.tryAcquire(IN_FLIGHT, LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS)) {
                permits.release(IN_FLIGHT);
            } else {
                LOG.infof("Stopped without every answer: missing=%d", IN_FLIGHT - permits.availablePermits());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
