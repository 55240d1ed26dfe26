package dev.eventbus;

/** Root of everything the bus throws for a failed operation; wrong arguments are {@link IllegalArgumentException}s. */
public class EventBusException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EventBusException(String message) {
        super(message);
    }

    public EventBusException(String message, Throwable cause) {
        super(message, cause);
    }
}
