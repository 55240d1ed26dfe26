package dev.eventbus.notifications.channel;

/** What a channel achieved with one notification. */
public sealed interface Outcome {
    /** The client confirmed that it has it. */
    record Delivered() implements Outcome {}

    /** On its way; nobody confirmed it yet. */
    record Sent(String reason) implements Outcome {}

    /** It did not leave, or nobody was there to take it. */
    record Failed(String reason) implements Outcome {}

    /** The state of the attempt in the database. */
    default String state() {
        return switch (this) {
            case Delivered() -> "DELIVERED";
            case Sent(String reason) -> "SENT";
            case Failed(String reason) -> "FAILED";
        };
    }

    /** Why it is not delivered; empty if it is. */
    default String why() {
        return switch (this) {
            case Delivered() -> "";
            case Sent(String reason) -> reason;
            case Failed(String reason) -> reason;
        };
    }
}
