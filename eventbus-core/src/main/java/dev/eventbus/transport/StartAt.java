package dev.eventbus.transport;

import java.time.Instant;

/** Where a new durable subscription begins in the store. An existing one goes on where it was. */
public sealed interface StartAt {
    /** With the oldest event the store has. */
    record All() implements StartAt {}

    /** With the first event stored from now on. */
    record New() implements StartAt {}

    /** With the first event stored at or after an instant. */
    record Time(Instant instant) implements StartAt {}

    /**
     * With the event at a position, or the next one that is there.
     *
     * @param sequence at least 1
     */
    record Sequence(long sequence) implements StartAt {
        public Sequence {
            if (sequence < 1) {
                throw new IllegalArgumentException("sequence must be >= 1, was " + sequence);
            }
        }
    }

    static StartAt all() {
        return new All();
    }

    static StartAt now() {
        return new New();
    }

    static StartAt time(Instant instant) {
        return new Time(instant);
    }

    static StartAt sequence(long sequence) {
        return new Sequence(sequence);
    }
}
