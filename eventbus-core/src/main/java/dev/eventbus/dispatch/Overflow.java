package dev.eventbus.dispatch;

/** What happens to work that arrives when its queue is full. */
public enum Overflow {
    /**
     * The one who brings it waits for room, up to the queue's deadline; then it is refused. A transport's thread, which
     * has others to serve, does not wait: live events are refused at once.
     */
    BLOCK,
    /** It is refused at once. */
    FAIL,
    /** It is dropped, and counted. */
    DROP_NEWEST,
    /** The oldest queued work is dropped for it, and counted. */
    DROP_OLDEST
}
