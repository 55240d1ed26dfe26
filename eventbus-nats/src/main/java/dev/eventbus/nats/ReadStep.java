package dev.eventbus.nats;

import io.nats.client.Message;
import io.nats.client.impl.NatsJetStreamMetaData;
import java.time.Instant;

/** What a read consumer came upon. */
sealed interface ReadStep {
    /** The next message, with nothing left out before it. */
    record Got(Message message, NatsJetStreamMetaData place) implements ReadStep {
        long sequence() {
            return place.streamSequence();
        }

        Instant storedAt() {
            return place.timestamp().toInstant();
        }

        /** Whether there was nothing behind it when it was sent. */
        boolean isLast() {
            return place.pendingCount() == 0;
        }
    }

    /** Nothing new, and the server is well. */
    record Quiet() implements ReadStep {}

    /** No telling what was missed: only a new consumer can go on. */
    record Broken(String why) implements ReadStep {}
}
