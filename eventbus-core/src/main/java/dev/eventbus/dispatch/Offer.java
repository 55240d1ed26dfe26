package dev.eventbus.dispatch;

/** What became of work that was brought to a queue. */
public enum Offer {
    /** It will be run, unless it is dropped for newer work or at close. */
    ACCEPTED,
    /** It was dropped, as the queue's policy says, and counted. */
    DROPPED,
    /** The queue is full and stayed full until the deadline, if there is one. */
    REJECTED,
    /** The queue takes no more work. */
    CLOSED
}
