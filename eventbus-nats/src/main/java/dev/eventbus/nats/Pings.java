package dev.eventbus.nats;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets what pings the server go one after the other. The client library takes a third ping without an answer for the
 * death of the connection: of those two one is its own, now and then, and every flush and every drain is another.
 */
final class Pings {
    private static final Logger LOG = LoggerFactory.getLogger(NatsConnection.class);

    private final Semaphore turn = new Semaphore(1);

    @FunctionalInterface
    interface Call {
        void send() throws TimeoutException, InterruptedException;
    }

    /** Blocks for its turn, at most for the time given, and for the call; returns whether that succeeded. */
    boolean send(Duration patience, Call call) {
        try {
            if (!turn.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return false;
            }
            try {
                call.send();
                return true;
            } finally {
                turn.release();
            }
        } catch (TimeoutException | IllegalStateException e) {
            LOG.debug("The server did not answer a ping", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
