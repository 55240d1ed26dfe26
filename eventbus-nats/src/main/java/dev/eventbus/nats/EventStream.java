package dev.eventbus.nats;

import dev.eventbus.EventBusException;
import dev.eventbus.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the stream of events declared: whenever the connection comes up, until it is as it should be; and again when it
 * is found to be gone. A stream that is there but was changed by somebody else is left alone until the next connection:
 * two instances of different settings would otherwise change it back and forth.
 */
final class EventStream implements AutoCloseable {
    static final String NAME = "EVENTS";
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(NatsTransport.class);
    private static final Duration DUPLICATE_WINDOW = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** How often it is looked for, unless a publish misses it sooner; and at most how often. */
    private static final Duration LOOK = Duration.ofSeconds(10);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final NatsConnection connection;
    private final StreamSpec spec;
    private final CountDownLatch declared = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final Semaphore missed = new Semaphore(0);
    private volatile boolean asItShouldBe;
    private volatile boolean opened;
    private volatile String lastFailure = "";
    private volatile Runnable stopWatching = () -> {};

    EventStream(NatsConnection connection, NatsSettings settings) {
        this.connection = connection;
        this.spec = StreamSpec.of(NAME, List.of(Topic.ROOT + ".>"))
                .withDuplicateWindow(DUPLICATE_WINDOW)
                .withMaxAge(settings.maxAge())
                .withReplicas(settings.replicas())
                .withRepublishTo(Subjects.LIVE + ".>");
    }

    void open() {
        Runnable noMoreConnections = connection.whenUp(this::declare);
        Runnable noMoreMisses = connection.whenStreamMissed(this::missed);
        stopWatching = () -> {
            noMoreConnections.run();
            noMoreMisses.run();
        };
        Thread.ofVirtual().name("nats-declare").start(this::declare);
        Thread.ofVirtual().name("nats-look").start(this::look);
        awaitReady();
        opened = true;
    }

    boolean isReady() {
        return asItShouldBe && connection.isConnected();
    }

    /** Waits for the first declaration, at most two seconds and not without a connection. */
    void awaitReady() {
        if (!connection.awaitConnected(opened ? Duration.ZERO : PATIENCE)) {
            return;
        }
        try {
            var unused = declared.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One thread declares at a time; who comes meanwhile has it look once more, lest a new connection be missed. */
    private void declare() {
        if (asked.getAndIncrement() > 0) {
            return;
        }
        int answered;
        do {
            answered = asked.get();
            declareUntilItIs();
        } while (asked.addAndGet(-answered) > 0);
    }

    private void declareUntilItIs() {
        try {
            do {
                if (!connection.isConnected() || tryToDeclare()) {
                    return;
                }
            } while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void missed() {
        if (missed.availablePermits() == 0) {
            missed.release();
        }
    }

    private void look() {
        try {
            while (!closed.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
                if (missed.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    missed.drainPermits();
                }
                if (closed.getCount() > 0 && isReady() && isGone()) {
                    LOG.warn("The stream of events was gone; it is declared again and begins empty name={}", NAME);
                    asItShouldBe = false;
                    declare();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isGone() {
        try {
            return Streams.plan(connection, spec) instanceof StreamPlan.Create;
        } catch (EventBusException e) {
            LOG.debug("Could not look for the stream of events", e);
            return false;
        }
    }

    private boolean tryToDeclare() {
        try {
            Streams.ensure(connection, spec);
            asItShouldBe = true;
            lastFailure = "";
            declared.countDown();
            return true;
        } catch (EventBusException e) {
            asItShouldBe = false;
            String said = String.valueOf(e.getMessage());
            if (!said.equals(lastFailure)) {
                lastFailure = said;
                LOG.error("The stream of events is not as it should be; trying again every {} error={}", PAUSE, said);
            }
            return false;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        missed.release();
        stopWatching.run();
    }
}
