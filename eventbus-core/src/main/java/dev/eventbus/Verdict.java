package dev.eventbus;

import java.time.Duration;

/** What shall become of a delivery: the only thing a handler sends back towards the transport. */
public sealed interface Verdict {
    /** Handled; never deliver it again. */
    record Ack() implements Verdict {}

    /**
     * Not handled yet; deliver it again.
     *
     * @param delay how long to wait first; not negative
     */
    record Retry(Duration delay) implements Verdict {
        public Retry {
            if (delay.isNegative()) {
                throw new IllegalArgumentException("delay must not be negative, was " + delay);
            }
        }
    }

    /**
     * Cannot be handled; put it aside where somebody can look at it, and never deliver it again.
     *
     * @param reason one sentence for that somebody
     */
    record DeadLetter(String reason) implements Verdict {}

    Verdict ACK = new Ack();

    static Verdict ack() {
        return ACK;
    }

    static Verdict retry(Duration delay) {
        return new Retry(delay);
    }

    static Verdict deadLetter(String reason) {
        return new DeadLetter(reason);
    }
}
