package dev.eventbus.extensions;

import org.jspecify.annotations.Nullable;

/** What became of one call to an event handler method. */
public sealed interface HandlerResult {
    /** The method returned. */
    record Handled() implements HandlerResult {}

    /**
     * The method threw, or could not be called.
     *
     * @param cause what it threw, or why it was not called
     * @param jsonPath where the payload does not fit the method's parameter, such as {@code $.items[2].amount}; null
     *     if that was not the reason
     */
    record Failed(Throwable cause, @Nullable String jsonPath) implements HandlerResult {
        private static final int MAX_REASON = 500;

        /** One sentence for whoever looks at the dead letter; at most 501 characters, never the payload. */
        public String reason() {
            String text = jsonPath != null ? String.valueOf(cause.getMessage()) : cause.toString();
            return text.length() <= MAX_REASON ? text : text.substring(0, MAX_REASON) + "…";
        }

        /** Whether trying again with the same handler cannot help. */
        public boolean isPermanent() {
            return jsonPath != null;
        }
    }

    HandlerResult HANDLED = new Handled();
}
