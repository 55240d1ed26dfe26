package dev.eventbus;

import dev.eventbus.transport.StartAt;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which stored events a replay brings, and whether it goes on with new ones. Immutable: each method returns a changed
 * copy.
 *
 * @param start the first stored event
 * @param lastPerResource of what was stored before the replay began, only the last matching event of each resource
 * @param end where the replay ends; null goes on with whatever is published from now on, until it is closed
 */
public record ReplayFrom(
        StartAt start, boolean lastPerResource, @Nullable End end) {
    /** Where a replay ends. */
    public sealed interface End {
        /** With the last event that was stored when the replay began. */
        record Stored() implements End {}

        /** Before the first event stored at or after an instant; with the last one stored if there is none. */
        record Time(Instant instant) implements End {}

        /**
         * With the event at a position, which is replayed if it matches; if it does not, before the next one that
         * does.
         *
         * @param sequence at least 1
         */
        record Sequence(long sequence) implements End {
            public Sequence {
                if (sequence < 1) {
                    throw new IllegalArgumentException("sequence must be >= 1, was " + sequence);
                }
            }
        }
    }

    /** Everything there is. */
    public static ReplayFrom all() {
        return new ReplayFrom(StartAt.all(), false, null);
    }

    /** What was stored at or after an instant. */
    public static ReplayFrom time(Instant instant) {
        return new ReplayFrom(StartAt.time(instant), false, null);
    }

    /** From the event at a position on. */
    public static ReplayFrom sequence(long sequence) {
        return new ReplayFrom(StartAt.sequence(sequence), false, null);
    }

    /** From the event after a position on: what somebody missed who saw that one last. */
    public static ReplayFrom after(Position position) {
        return sequence(position.sequence() + 1);
    }

    /** The last stored event of each resource, in the order they were stored. */
    public static ReplayFrom lastOfEachResource() {
        return new ReplayFrom(StartAt.all(), true, null);
    }

    /** Ends with what is stored now. */
    public ReplayFrom onlyStored() {
        return new ReplayFrom(start, lastPerResource, new End.Stored());
    }

    /** Ends before what was stored at or after an instant. */
    public ReplayFrom until(Instant instant) {
        return new ReplayFrom(start, lastPerResource, new End.Time(instant));
    }

    /** Ends with the event at a position. */
    public ReplayFrom upTo(Position position) {
        return new ReplayFrom(start, lastPerResource, new End.Sequence(position.sequence()));
    }
}
