package dev.eventbus.extensions;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A payload that cannot be handled as it is: it becomes a dead letter that names the place, without another attempt.
 *
 * <p>For handlers to throw, and for payload types to throw from their constructors.
 */
public final class PayloadMismatchException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String jsonPath;

    /**
     * @param jsonPath where, such as {@code $.items[2].amount}; {@code $} is the payload itself
     * @param message what must be there instead; without the payload's own text
     */
    public PayloadMismatchException(String jsonPath, String message) {
        this(jsonPath, message, null);
    }

    PayloadMismatchException(String jsonPath, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.jsonPath = jsonPath;
    }

    public String jsonPath() {
        return jsonPath;
    }
}
