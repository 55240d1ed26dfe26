package dev.eventbus.forwarder.cli;

/** The arguments of a verb cannot be meant; the message says which and what can. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
