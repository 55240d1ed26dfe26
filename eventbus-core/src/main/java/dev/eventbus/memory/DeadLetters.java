package dev.eventbus.memory;

import dev.eventbus.DeadLetter;
import dev.eventbus.EventBusException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A bounded list of dead letters. Safe for use by many threads. */
final class DeadLetters {
    private final int capacity;
    private final List<DeadLetter> letters = new ArrayList<>();

    DeadLetters(int capacity) {
        this.capacity = capacity;
    }

    /** Throws {@link EventBusException} if there is no room for it. */
    synchronized void put(DeadLetter letter) {
        if (letters.size() >= capacity) {
            throw new EventBusException("Could not keep a dead letter: the list is full with " + capacity
                    + " (subscription=" + letter.subscription() + ", eventId="
                    + letter.event().id() + ").");
        }
        letters.add(letter);
        notifyAll();
    }

    /** Waits until there are so many, at most so long; returns those that are there then. */
    synchronized List<DeadLetter> await(int count, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (letters.size() < count) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        return List.copyOf(letters);
    }

    synchronized List<DeadLetter> all() {
        return List.copyOf(letters);
    }
}
