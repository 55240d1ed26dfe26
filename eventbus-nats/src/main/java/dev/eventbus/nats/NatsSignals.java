package dev.eventbus.nats;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Messages between running processes, on subjects {@code ctl.{channel}}; nobody keeps them. */
public final class NatsSignals {
    private NatsSignals() {}

    public static NatsSignals over(NatsConnection connection) {
        throw new UnsupportedOperationException(connection.toString());
    }

    /** Sends to everybody who listens; does nothing while disconnected. */
    public void broadcast(String channel, byte[] body) {}

    /**
     * Asks whoever listens; the first answer counts. Fails at once with {@link NoListenerException} when nobody does,
     * with {@link java.util.concurrent.TimeoutException} when nobody answers in time.
     */
    public CompletionStage<byte[]> request(String channel, byte[] body, Duration timeout) {
        throw new UnsupportedOperationException(channel);
    }

    /**
     * Calls the handler for every signal until the result is closed.
     *
     * @param channel may have {@code *} as a token
     */
    public Listening listen(String channel, SignalHandler handler) {
        throw new UnsupportedOperationException(channel);
    }

    /** Ends what {@link #listen} began. */
    public interface Listening extends AutoCloseable {
        @Override
        void close();
    }
}
