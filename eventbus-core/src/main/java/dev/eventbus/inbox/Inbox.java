package dev.eventbus.inbox;

import dev.eventbus.Verdict;

/** Remembers which subscription has handled which event. Safe for use by many threads. */
public interface Inbox {
    /**
     * Runs the work and, if it acknowledges, remembers the event as handled. Acknowledges without running it if the
     * event is remembered. While another thread works on the same event for the same subscription, waits for it: it is
     * run here if that one did not acknowledge.
     */
    Verdict once(String subscription, String eventId, Work work) throws Exception;

    /** What shall be done once. */
    @FunctionalInterface
    interface Work {
        Verdict run() throws Exception;
    }
}
