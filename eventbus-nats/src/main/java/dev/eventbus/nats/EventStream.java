package dev.eventbus.nats;

import dev.eventbus.EventBusException;
import dev.eventbus.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the stream of events declared: whenever the connection comes up, until it is as it should be. */
final class EventStream implements AutoCloseable {
    static final String NAME = "EVENTS";
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(NatsTransport.class);
    private static final Duration DUPLICATE_WINDOW = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final NatsConnection connection;
    private final StreamSpec spec;
    private final CountDownLatch declared = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
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
        stopWatching = connection.whenUp(this::declare);
        Thread.ofVirtual().name("nats-declare").start(this::declare);
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
        stopWatching.run();
    }
}
