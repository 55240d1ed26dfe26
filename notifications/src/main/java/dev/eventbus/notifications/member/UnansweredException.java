package dev.eventbus.notifications.member;

/** No gateway answered just now; the same question may be answered later. */
public final class UnansweredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnansweredException(String message, Throwable cause) {
        super(message, cause);
    }

    UnansweredException(String message) {
        super(message);
    }
}
