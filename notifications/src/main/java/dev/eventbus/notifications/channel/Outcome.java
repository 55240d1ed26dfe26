package dev.eventbus.notifications.channel;

/** What a channel achieved with one notification. */
public sealed interface Outcome {
    /** The client confirmed that it has it. */
    record Delivered() implements Outcome {}

    /** On its way; nobody confirmed it yet. */
    record Sent(String reason) implements Outcome {}

    /** It did not leave, or nobody was there to take it. */
    record Failed(String reason) implements Outcome {}

    /** Nothing could be tried just now; it stays queued and is taken up again. */
    record Postponed(String reason) implements Outcome {}

    /** The state of the attempt in the database. */
    default String state() {
        return switch (this) {
            case Delivered() -> "DELIVERED";
            case Sent(String reason) -> "SENT";
            case Failed(String reason) -> "FAILED";
            case Postponed(String reason) -> "QUEUED";
        };
    }

    /** Why it is not delivered; empty if it is. */
    default String why() {
        return switch (this) {
            case Delivered() -> "";
            case Sent(String reason) -> reason;
            case Failed(String reason) -> reason;
            case Postponed(String reason) -> reason;
        };
    }
}
