package dev.eventbus.webhook;

import dev.eventbus.EventBusException;

/** The guard forbids a URL's address; nothing was sent to it. */
public final class ForbiddenAddressException extends EventBusException {
    private static final long serialVersionUID = 1L;

    ForbiddenAddressException(String message) {
        super(message);
    }
}
