package dev.eventbus;

/** What a publisher wants to be certain of before its publish counts as done. */
public enum Durability {
    /** Handed to whoever subscribes right now; nobody listening means the event is gone. */
    EPHEMERAL,
    /** Stored by the transport before the publish completes; can be consumed later and replayed. */
    PERSISTENT
}
