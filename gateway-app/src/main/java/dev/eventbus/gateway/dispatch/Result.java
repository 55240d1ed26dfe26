package dev.eventbus.gateway.dispatch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one attempt came to. */
sealed interface Result {
    /** @param status of the answer, if there was one */
    record Delivered(@Nullable Integer status) implements Result {}

    /** @param retryAfter how long the endpoint asked to be left alone; zero if it did not */
    record Failed(Failure failure, Duration retryAfter) implements Result {}

    /**
     * No further attempt can help.
     *
     * @param isGone whether the endpoint wants no more events at all
     */
    record Hopeless(Failure failure, boolean isGone) implements Result {}

    static Result failed(String reason) {
        return new Failed(Failure.of(reason), Duration.ZERO);
    }
}
