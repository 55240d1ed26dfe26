package dev.eventbus.webhook;

import dev.eventbus.EventBusException;

/** A URL could not be fetched; the message names no address and is fit for who registered the URL. */
public final class FetchException extends EventBusException {
    private static final long serialVersionUID = 1L;

    FetchException(String message) {
        super(message);
    }
}
