package dev.eventbus.nats;

import dev.eventbus.EventBusException;

/** Says that nobody listens on the channel of a request. */
public final class NoListenerException extends EventBusException {
    private static final long serialVersionUID = 1L;

    NoListenerException(String channel) {
        super("Could not deliver a request: nobody listens on channel " + channel);
    }
}
