package dev.eventbus;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A handler did not end in time and was interrupted; its attempt has failed, whatever it did after that. */
public final class HandlerTimeoutException extends EventBusException {
    private static final long serialVersionUID = 1L;

    /** @param cause what the handler threw when it was interrupted, or null */
    HandlerTimeoutException(String subscription, Event event, Duration timeout, @Nullable Throwable cause) {
        super("Handler did not end within " + timeout + " and was interrupted (subscription=" + subscription
                + ", eventId=" + event.id() + "). Give it more time with timeout(…), or less to do.");
        if (cause != null) {
            initCause(cause);
        }
    }
}
