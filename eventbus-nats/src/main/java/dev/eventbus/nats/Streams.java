package dev.eventbus.nats;

/** Makes streams what they should be: looks first, then creates or updates, then reads back. */
public final class Streams {
    private Streams() {}

    /**
     * Blocks until the stream is as asked for.
     *
     * @throws dev.eventbus.EventBusException saying what the server refuses, or that it cannot be reached
     */
    public static void ensure(NatsConnection connection, StreamSpec spec) {
        throw new UnsupportedOperationException(connection + " " + spec);
    }
}
