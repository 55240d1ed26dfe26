package dev.eventbus.nats;

/**
 * Hands the messages of one durable consumer to a handler and settles each by the handler's verdict.
 */
public final class PullLoop implements AutoCloseable {
    private PullLoop() {}

    /** Returns at once; binds in the background as soon as server and stream are there. */
    public static PullLoop start(NatsConnection connection, PullSpec spec, MessageHandler handler) {
        throw new UnsupportedOperationException(connection + " " + spec + handler);
    }

    /** Whether the consumer exists as asked for and messages are being pulled, or only a pause keeps them. */
    public boolean isBound() {
        return false;
    }

    /** Starts no further handler until {@link #resume()}; spends no delivery. */
    public void pause() {}

    public void resume() {}

    /** Stops pulling, waits for the handlers in flight, at most the ack wait, and lets go of the consumer. */
    @Override
    public void close() {}
}
