package dev.eventbus.dispatch;

import java.time.Duration;

/** One piece of work in a queue. */
@FunctionalInterface
public interface Work {
    /** Does it, on a virtual thread, where blocking is fine; says whether that was all. What it throws is logged. */
    Next run();

    /** Called instead of {@link #run} when it will not be run (again): dropped for newer work, or the queue closed. */
    default void abandon() {}

    /** What is left to do after a run. */
    sealed interface Next {
        Next DONE = new Done();

        /** Nothing. */
        record Done() implements Next {}

        /**
         * Run it again later; until then other work of the same key waits.
         *
         * @param delay how long to wait; not negative
         */
        record Again(Duration delay) implements Next {}

        static Next again(Duration delay) {
            return new Again(delay);
        }
    }
}
