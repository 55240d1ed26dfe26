package dev.eventbus;

/**
 * Where an event stands in the store that keeps it; grows with every stored event.
 *
 * @param sequence 1 or more for a stored event, 0 for one that no store has
 */
public record Position(long sequence) {
    /** Of events that are not stored: ephemeral and local ones. */
    public static final Position NONE = new Position(0);

    public Position {
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence must be >= 0, was " + sequence);
        }
    }

    public boolean isStored() {
        return sequence > 0;
    }
}
