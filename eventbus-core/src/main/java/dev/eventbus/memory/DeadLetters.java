package dev.eventbus.memory;

import java.util.ArrayList;
import java.util.List;

/** A bounded list of dead letters. Safe for use by many threads. */
final class DeadLetters {
    private final int capacity;
    private final List<DeadLetter> letters = new ArrayList<>();

    DeadLetters(int capacity) {
        this.capacity = capacity;
    }

    /** Whether there was room for it. */
    synchronized boolean add(DeadLetter letter) {
        return letters.size() < capacity && letters.add(letter);
    }

    synchronized List<DeadLetter> all() {
        return List.copyOf(letters);
    }
}
