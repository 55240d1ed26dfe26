package dev.eventbus.notifications.recipient;

/** An event does not say whom it concerns; no repetition will change that. */
public final class UnresolvableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnresolvableException(String message) {
        super(message);
    }
}
