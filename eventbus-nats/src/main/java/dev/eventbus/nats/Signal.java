package dev.eventbus.nats;

/** A message between running processes; nobody keeps it. */
public interface Signal {
    /** The channel it was sent on, without wildcards. */
    String channel();

    /** The body; the caller must not change the array. */
    byte[] body();

    /** Answers a request; at any later time, from any thread. Does nothing for a broadcast or while disconnected. */
    void reply(byte[] body);
}
