package dev.eventbus;

/**
 * Which try at handling an event this is.
 *
 * @param number 1 for the first delivery; counts deliveries across instances on a durable subscription
 *     without an order key, and tries of the active instance on one that has it
 * @param position where the event stands in its store, or {@link Position#NONE}
 */
public record Attempt(int number, Position position) {
    public Attempt {
        if (number < 1) {
            throw new IllegalArgumentException("number must be >= 1, was " + number);
        }
    }
}
