package dev.eventbus.nats;

import dev.eventbus.Verdict;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the messages of one durable consumer to a handler and settles each by the handler's verdict. Safe for use by
 * many threads.
 */
public final class PullLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PullLoop.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 6;

    private final NatsConnection connection;
    private final PullSpec spec;
    private final MessageHandler handler;
    private final Puller puller;
    private final @Nullable SubjectLanes lanes;

    private PullLoop(NatsConnection connection, PullSpec spec, PullMode mode, MessageHandler handler) {
        this.connection = connection;
        this.spec = spec;
        this.handler = handler;
        if (mode.ordered()) {
            SubjectLanes own = new SubjectLanes(spec, this::verdict);
            this.lanes = own;
            this.puller = new Puller(connection, SubjectLanes.pulled(spec), mode, own::add);
        } else {
            this.lanes = null;
            this.puller = new Puller(connection, spec, mode, this::startHandler);
        }
    }

    /**
     * Begins to handle messages. Binds before it returns where that succeeds at once; else it goes on trying in the
     * background until server and stream are there.
     */
    public static PullLoop start(NatsConnection connection, PullSpec spec, MessageHandler handler) {
        return start(connection, spec, PullPolicy.UNLIMITED, handler);
    }

    /** As above, beginning no more than a policy lets it. */
    public static PullLoop start(NatsConnection connection, PullSpec spec, PullPolicy policy, MessageHandler handler) {
        return started(new PullLoop(connection, spec, new PullMode(false, policy), handler));
    }

    /**
     * As {@link #start}, but messages of one subject are handled one after the other, in stored order, by one instance
     * at a time. A retry waits here and holds back its own subject alone; {@code deliveries} counts the attempts this
     * instance has made. At most {@code concurrency + parkingRoom} messages are in hand: a subject with more of them
     * behind a retry holds back the others, too. An instance that dies is replaced by another one after the ack wait.
     */
    public static PullLoop startBySubject(NatsConnection connection, PullSpec spec, MessageHandler handler) {
        return startBySubject(connection, spec, PullPolicy.UNLIMITED, handler);
    }

    /** As above, making no more attempts than a policy lets it; what waits for that takes no handler's place. */
    public static PullLoop startBySubject(
            NatsConnection connection, PullSpec spec, PullPolicy policy, MessageHandler handler) {
        return started(new PullLoop(connection, spec, new PullMode(true, policy), handler));
    }

    private static PullLoop started(PullLoop loop) {
        if (loop.lanes != null) {
            loop.lanes.start();
        }
        loop.puller.start();
        return loop;
    }

    /** Whether the connection is up and the consumer was found or made as asked for; also while paused. */
    public boolean isBound() {
        return puller.isBound();
    }

    /** Stops pulling until {@link #resume()}. What is on its way already is still handled; nothing is nakked. */
    public void pause() {
        puller.pause();
    }

    public void resume() {
        puller.resume();
    }

    // At most spec.concurrency() of these at a time: the puller has a permit for each.
    private void startHandler(PulledDelivery delivery) {
        Thread.ofVirtual().name("handle-" + spec.durable()).start(() -> delivery.settle(verdict(delivery)));
    }

    private Verdict verdict(PulledDelivery delivery) {
        try {
            return handler.handle(delivery);
        } catch (Throwable e) { // an Error, too, must neither keep the permit nor leave the message to its ack wait
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            Duration delay = FIRST_RETRY.multipliedBy(1L << Math.min(delivery.deliveries() - 1, MOST_DOUBLINGS));
            LOG.warn(
                    "A handler threw; the message will come again durable={} sequence={} deliveries={} retryIn={}",
                    spec.durable(),
                    delivery.sequence(),
                    delivery.deliveries(),
                    delay,
                    e);
            return Verdict.retry(delay);
        }
    }

    /** Stops pulling, waits for the handlers in flight, at most the ack wait, and sends their verdicts off. */
    @Override
    public void close() {
        puller.close();
        if (lanes != null) {
            lanes.close();
        }
        if (!puller.awaitSettled(spec.ackWait())) {
            LOG.warn(
                    "Stopped without waiting longer for handlers; their messages will come again durable={}",
                    spec.durable());
        }
        connection.flush(FIRST_RETRY);
    }
}
