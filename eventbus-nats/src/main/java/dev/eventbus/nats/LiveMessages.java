package dev.eventbus.nats;

import io.nats.client.Message;

/** Takes the messages of a subject, on the receiving thread. */
@FunctionalInterface
interface LiveMessages {
    /** Whether it took the message; not once it is closed. */
    boolean take(Message message);
}
