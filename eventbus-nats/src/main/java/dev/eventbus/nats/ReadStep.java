package dev.eventbus.nats;

import io.nats.client.Message;
import io.nats.client.impl.NatsJetStreamMetaData;

/** What a read consumer came upon. */
sealed interface ReadStep {
    /** The next message, with nothing left out before it. */
    record Got(Message message, NatsJetStreamMetaData place) implements ReadStep {}

    /** Nothing new, and the server is well. */
    record Quiet() implements ReadStep {}

    /** No telling what was missed: only a new consumer can go on. */
    record Broken(String why) implements ReadStep {}
}
