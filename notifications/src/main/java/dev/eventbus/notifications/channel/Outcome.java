package dev.eventbus.notifications.channel;

import java.time.Duration;
import java.time.Instant;

/** What a channel achieved with one notification. */
public sealed interface Outcome {
    /** The client confirmed that it has it. */
    record Delivered() implements Outcome {}

    /** On its way; nobody confirmed it yet. */
    record Sent(String reason) implements Outcome {}

    /** It did not leave, or nobody was there to take it; it is not tried again. */
    record Failed(String reason) implements Outcome {}

    /** Not needed, or not wanted. */
    record Skipped(String reason) implements Outcome {}

    /**
     * A try that came to nothing for now; it stays queued and is tried again, a bounded number of times.
     *
     * @param after not sooner than this, as the other side asked ({@code Retry-After}); zero if it did not
     * @param isReached whether the person has it already, only not everywhere
     */
    record Postponed(String reason, Duration after, boolean isReached) implements Outcome {
        public Postponed(String reason) {
            this(reason, Duration.ZERO, false);
        }
    }

    /** Nothing was tried: it is not the time yet. */
    record Deferred(String reason, Instant until) implements Outcome {}

    /** The state of the attempt in the database. */
    default String state() {
        return switch (this) {
            case Delivered() -> "DELIVERED";
            case Sent(String reason) -> "SENT";
            case Failed(String reason) -> "FAILED";
            case Skipped(String reason) -> "SKIPPED";
            case Postponed postponed -> "QUEUED";
            case Deferred(String reason, Instant until) -> "QUEUED";
        };
    }

    /** Why it is not delivered; empty if it is. */
    default String why() {
        return switch (this) {
            case Delivered() -> "";
            case Sent(String reason) -> reason;
            case Failed(String reason) -> reason;
            case Skipped(String reason) -> reason;
            case Postponed(String reason, Duration after, boolean isReached) -> reason;
            case Deferred(String reason, Instant until) -> reason;
        };
    }
}
