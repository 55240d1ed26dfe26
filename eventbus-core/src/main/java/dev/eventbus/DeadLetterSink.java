package dev.eventbus;

/** Where dead letters go. Called on a worker thread, where blocking is fine. */
@FunctionalInterface
public interface DeadLetterSink {
    /** Returns when the letter is kept. If this throws, the event is not given up: a durable's is delivered again. */
    void put(DeadLetter letter);
}
