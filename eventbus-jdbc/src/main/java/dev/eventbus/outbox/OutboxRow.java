package dev.eventbus.outbox;

/**
 * A pending row as the relay reads it.
 *
 * @param attempts how often it was tried and failed
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record OutboxRow(long position, String orderKey, String eventId, byte[] event, int attempts) {}
