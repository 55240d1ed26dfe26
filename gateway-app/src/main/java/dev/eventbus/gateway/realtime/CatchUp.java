package dev.eventbus.gateway.realtime;

import dev.eventbus.EventBus;
import dev.eventbus.EventBusException;
import dev.eventbus.Position;
import dev.eventbus.Replay;
import dev.eventbus.ReplayFrom;
import dev.eventbus.Verdict;
import dev.eventbus.json.EventCodec;
import dev.eventbus.nats.NatsConnection;
import dev.eventbus.nats.NatsTransport;
import dev.eventbus.nats.StoredRange;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Tells the client of a stream what is stored and was not told, a bounded number of clients at a time. */
@ApplicationScoped
class CatchUp {
    private static final Logger LOG = Logger.getLogger(CatchUp.class);
    private static final int AT_A_TIME = 32;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final EventBus bus;
    private final NatsTransport store;
    private final NatsConnection broker;
    private final Semaphore places = new Semaphore(AT_A_TIME);

    CatchUp(EventBus bus, NatsTransport store, NatsConnection broker) {
        this.bus = bus;
        this.store = store;
        this.broker = broker;
    }

    /** The position of the newest event. Throws an {@link EventBusException} while the broker is away. */
    Position now() {
        return store.stored().last();
    }

    /** Catches up again whenever the broker was away, until what is returned is run. */
    Runnable watch(OpenStream stream) {
        Runnable noMoreLosses = broker.whenDown(stream.sink()::down);
        Runnable noMoreConnections = broker.whenUp(() -> resume(stream));
        return () -> {
            noMoreLosses.run();
            noMoreConnections.run();
        };
    }

    /** Catches up in the background; the feed has to be there before. */
    void begin(OpenStream stream) {
        Thread.ofVirtual().name("event-stream").start(() -> resume(stream));
    }

    private void resume(OpenStream stream) {
        if (stream.sink().up()) {
            run(stream);
        }
    }

    /** Until nothing is left to tell or the stream is closed. */
    private void run(OpenStream stream) {
        try {
            boolean goesOn = true;
            while (goesOn && !stream.isClosed()) {
                goesOn = tellOrWait(stream);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean tellOrWait(OpenStream stream) throws InterruptedException {
        try {
            return stream.sink().goLive(tell(stream));
        } catch (EventBusException | CompletionException e) {
            if (!stream.isClosed()) {
                LOG.debugf("Event stream could not catch up; it is tried again. reason=%s", e.getMessage());
                stream.closed().await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            }
            return true;
        }
    }

    private Position tell(OpenStream stream) throws InterruptedException {
        places.acquire();
        try {
            StoredRange stored = store.stored();
            skipWhatIsGone(stream, stored);
            return stream.sink().last().sequence() >= stored.last().sequence() ? stored.last() : replay(stream);
        } finally {
            places.release();
        }
    }

    private static void skipWhatIsGone(OpenStream stream, StoredRange stored) {
        Gap gap = Gap.after(stream.sink().last(), stored);
        if (gap != null) {
            stream.sink().moveTo(new Position(gap.to()));
            stream.outbound().sendPatiently(SseFrame.gap(gap));
        }
    }

    private Position replay(OpenStream stream) {
        CompletableFuture<Replay> self = new CompletableFuture<>();
        ReplayFrom missed = ReplayFrom.after(stream.sink().last()).onlyStored();
        Replay replay = bus.replay(missed, stream.request().wanted(), (event, attempt) -> {
            if (stream.isClosed()) {
                self.join().close();
            } else {
                String json = new String(EventCodec.encode(event), StandardCharsets.UTF_8);
                stream.sink().takeStored(attempt.position(), json);
            }
            return Verdict.ack();
        });
        self.complete(replay);
        return replay.caughtUp().toCompletableFuture().join();
    }
}
