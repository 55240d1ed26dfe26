package dev.eventbus.nats;

import dev.eventbus.EventBusException;
import org.jspecify.annotations.Nullable;

/** Says that a message could not be published, why, and whether it may have been stored all the same. */
public final class PublishFailedException extends EventBusException {
    private static final long serialVersionUID = 1L;

    /** Why a publish failed. */
    public enum Reason {
        /** No stream takes the subject. */
        NO_STREAM,
        /** There was no connection at any try; nothing was sent. */
        NOT_CONNECTED,
        /** The server or the client refused the message; nothing was stored. */
        REJECTED,
        /** Too many publishes await their acknowledgement; nothing was sent. */
        WINDOW_FULL,
        /** It was sent and no answer came: it may be stored. The same id may be published again. */
        UNKNOWN
    }

    private final Reason reason;

    PublishFailedException(Reason reason, String message, @Nullable Throwable cause) {
        super(message);
        this.reason = reason;
        if (cause != null) {
            initCause(cause);
        }
    }

    public Reason reason() {
        return reason;
    }

    public boolean mayBeStored() {
        return reason == Reason.UNKNOWN;
    }
}
