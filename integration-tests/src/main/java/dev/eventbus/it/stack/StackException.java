package dev.eventbus.it.stack;

/** The stack cannot start or stop; the message is meant for the person who typed the command. */
public final class StackException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StackException(String message) {
        super(message);
    }

    StackException(String message, Throwable cause) {
        super(message, cause);
    }
}
