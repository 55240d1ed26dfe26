package dev.eventbus.outbox;

import java.time.Instant;

/** What is written when an event is added. */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record NewRow(String eventId, String orderKey, byte[] event, Instant at) {}
