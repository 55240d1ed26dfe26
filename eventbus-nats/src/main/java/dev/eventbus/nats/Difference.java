package dev.eventbus.nats;

/**
 * One property of a stream or consumer that is not as asked for.
 *
 * @param is what the server has
 * @param should what was asked for
 */
public record Difference(String name, String is, String should) {
    /** {@code name: is → should}. */
    @Override
    public String toString() {
        return name + ": " + is + " → " + should;
    }
}
