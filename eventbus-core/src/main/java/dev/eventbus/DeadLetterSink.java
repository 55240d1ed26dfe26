package dev.eventbus;

/** Where dead letters go. Called on a worker thread, where blocking is fine. */
@FunctionalInterface
public interface DeadLetterSink {
    /**
     * Returns when the letter is kept. May get a letter twice. If this throws, the event is not given up: a durable's
     * is delivered again, a live or local one's letter is brought again a few times.
     */
    void put(DeadLetter letter);
}
