package dev.eventbus.outbox;

/** What became of a row whose turn it was. */
sealed interface RowOutcome {
    OutboxRow row();

    /** The store acknowledged it. */
    record Published(OutboxRow row) implements RowOutcome {}

    /** It is not known to be stored; it is tried again, and its key waits. */
    record Failed(OutboxRow row, Throwable cause) implements RowOutcome {}

    /** The bus will never take it; it is set aside, and its key goes on. */
    record Refused(OutboxRow row, Throwable cause) implements RowOutcome {}
}
