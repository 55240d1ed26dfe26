package dev.eventbus.forwarder.forward;

import dev.eventbus.EventBusException;
import dev.eventbus.nats.NatsConnection;
import dev.eventbus.nats.StreamSpec;
import dev.eventbus.nats.Streams;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the streams of the configuration what they should be; used by one thread, its result read by others. */
final class StreamSetup {
    private static final Logger LOG = LoggerFactory.getLogger(StreamSetup.class);

    private final List<StreamSpec> streams;
    private final Map<String, String> lastError = new HashMap<>();
    private volatile boolean done;

    StreamSetup(List<StreamSpec> streams) {
        this.streams = streams;
        this.done = streams.isEmpty();
    }

    /** Tries each stream; returns whether all are as asked for. Logs an error once while it stays the same. */
    boolean tryAll(NatsConnection connection) {
        boolean all = true;
        for (StreamSpec stream : streams) {
            all &= tryOne(connection, stream);
        }
        done = all;
        return all;
    }

    private boolean tryOne(NatsConnection connection, StreamSpec stream) {
        try {
            Streams.ensure(connection, stream);
            lastError.remove(stream.name());
            return true;
        } catch (EventBusException e) {
            String error = String.valueOf(e.getMessage());
            if (!error.equals(lastError.put(stream.name(), error))) {
                LOG.error("A stream is not as configured; it is tried again stream={} error={}", stream.name(), error);
            }
            return false;
        }
    }

    boolean isDone() {
        return done;
    }
}
