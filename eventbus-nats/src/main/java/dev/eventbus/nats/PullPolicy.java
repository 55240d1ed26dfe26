package dev.eventbus.nats;

import java.time.Duration;

/**
 * Says how much a {@link PullLoop} may begin now, for a side that bears less than there are places for. What may not
 * begin stays in the stream, with all of its attempts. Asked by many threads; must not block.
 */
@FunctionalInterface
public interface PullPolicy {
    /** As much as there are places for. */
    PullPolicy UNLIMITED = most -> most;

    /**
     * Takes leave to begin.
     *
     * @param most how many could begin; at least 1
     * @return how many may, 0 to {@code most}
     */
    int take(int most);

    /**
     * Takes leave for another attempt of what was begun before, where retries wait in the loop.
     *
     * @return whether it may be made now
     */
    default boolean takeAgain() {
        return take(1) == 1;
    }

    /** Something that was begun comes again from the server after the delay, and needs leave to begin then. */
    default void dueIn(Duration delay) {}

    /** So many of those taken were not begun, because nothing was there to begin with. */
    default void giveBack(int unused) {}

    /** After how long to ask again when none may begin; more than a quarter of a second is cut to that. */
    default Duration askAgain() {
        return Duration.ofMillis(100);
    }
}
