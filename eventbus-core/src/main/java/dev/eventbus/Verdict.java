package dev.eventbus;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What shall become of a delivery: the only thing a handler sends back towards the transport. */
public sealed interface Verdict {
    /** Handled; never deliver it again. */
    record Ack() implements Verdict {}

    /**
     * Not handled yet; deliver it again.
     *
     * @param delay how long to wait first; not negative
     * @param cause what the handler threw, or null if it asked for this itself
     */
    record Retry(Duration delay, @Nullable Throwable cause) implements Verdict {
        public Retry {
            if (delay.isNegative()) {
                throw new IllegalArgumentException("delay must not be negative, was " + delay);
            }
        }
    }

    /**
     * Cannot be handled; put it aside where somebody can look at it, and never deliver it again.
     *
     * @param kind what class of failure it is, such as {@link #EXHAUSTED}; a topic segment
     * @param reason one sentence for that somebody
     * @param cause what the handler threw last, or null if it asked for this itself
     */
    record DeadLetter(String kind, String reason, @Nullable Throwable cause) implements Verdict {
        /** Failed as often as its retry policy allows. */
        public static final String EXHAUSTED = "exhausted";
        /** Failed in a way that the retry policy calls permanent. */
        public static final String PERMANENT = "permanent";
        /** Given up by its handler's own verdict. */
        public static final String REJECTED = "rejected";
        /** Not what its subject promises, so that no handler could get it. */
        public static final String MALFORMED = "malformed";

        /** What the handler threw last, for somebody who was not there, of bounded length; null if it threw nothing. */
        public @Nullable String describedCause() {
            return cause == null ? null : Causes.describe(cause);
        }

        /** The letter to keep. */
        public dev.eventbus.DeadLetter letter(
                String subscription, Event event, Attempt attempt, Instant firstAt, Instant lastAt) {
            return new dev.eventbus.DeadLetter(
                    subscription,
                    event,
                    attempt.position(),
                    attempt.number(),
                    kind,
                    reason,
                    describedCause(),
                    firstAt,
                    lastAt);
        }
    }

    Verdict ACK = new Ack();

    static Verdict ack() {
        return ACK;
    }

    static Verdict retry(Duration delay) {
        return new Retry(delay, null);
    }

    /** As the handler's own decision, of kind {@link DeadLetter#REJECTED}. */
    static Verdict deadLetter(String reason) {
        return new DeadLetter(DeadLetter.REJECTED, reason, null);
    }
}
