package dev.eventbus.notifications.channel;

import dev.eventbus.nats.Signal;
import dev.eventbus.nats.SignalHandler;
import dev.eventbus.notifications.database.DatabaseException;
import dev.eventbus.notifications.inbox.Owner;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Sends again what a user's sockets never confirmed, when the user connects. Every replica hears of it; the claims see
 * to it that one of them sends. Whoever finds no room here finds the notifications in the list, and by e-mail.
 */
@Singleton
public final class Rejoined implements SignalHandler, AutoCloseable {
    /** Where gateways tell who came. */
    public static final String CHANNEL = "presence.joined";

    private static final Logger LOG = Logger.getLogger(Rejoined.class);
    private static final int WORKERS = 4;
    private static final int MOST_WAITING = 20_000;

    private final BlockingQueue<Owner> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Attempts attempts;
    private final Deliveries deliveries;
    private final Frames frames;
    private final InstantSource clock;
    private final List<Thread> workers = IntStream.range(0, WORKERS)
            .mapToObj(number ->
                    Thread.ofVirtual().name("notifier-rejoined-", number).unstarted(this::run))
            .toList();

    Rejoined(Attempts attempts, Deliveries deliveries, Frames frames, InstantSource clock) {
        this.attempts = attempts;
        this.deliveries = deliveries;
        this.frames = frames;
        this.clock = clock;
    }

    void start() {
        workers.forEach(Thread::start);
    }

    @Override
    public void onSignal(Signal signal) {
        try {
            resend(frames.joined(signal.body()));
        } catch (IllegalArgumentException e) {
            LOG.warnf("Did not understand who joined: cause=%s", e.getMessage());
        }
    }

    void resend(Owner owner) {
        if (!waiting.offer(owner)) {
            LOG.debugf("Did not send missed notifications, too many users came at once: most=%d", MOST_WAITING);
        }
    }

    private void run() {
        try {
            while (true) {
                send(waiting.take());
            }
        } catch (InterruptedException e) {
            LOG.debug("Stopped sending what was missed");
        }
    }

    private void send(Owner owner) {
        try {
            attempts.claimMissed(owner, clock.instant().truncatedTo(ChronoUnit.MILLIS))
                    .forEach(deliveries::send);
        } catch (DatabaseException e) {
            LOG.debugf("Could not send what was missed: cause=%s", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("Could not send what was missed", e);
        }
    }

    @Override
    public void close() {
        workers.forEach(Thread::interrupt);
    }
}
