package dev.eventbus.extensions;

/** A payload that cannot be read into a handler's parameter. */
final class PayloadMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String jsonPath;

    PayloadMismatchException(String message, String jsonPath, Throwable cause) {
        super(message, cause);
        this.jsonPath = jsonPath;
    }

    String jsonPath() {
        return jsonPath;
    }
}
