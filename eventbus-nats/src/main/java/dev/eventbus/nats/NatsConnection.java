package dev.eventbus.nats;

/** One connection to NATS for a whole process; found again, without end, whenever it is lost. */
public final class NatsConnection implements AutoCloseable {
    private NatsConnection() {}

    /** Returns at once; connects in the background until it succeeds. */
    public static NatsConnection connect(NatsSettings settings) {
        throw new UnsupportedOperationException(settings.toString());
    }

    public boolean isConnected() {
        return false;
    }

    /** How many incoming messages were dropped because this process was too slow to take them. */
    public long droppedMessages() {
        return 0;
    }

    @Override
    public void close() {}
}
