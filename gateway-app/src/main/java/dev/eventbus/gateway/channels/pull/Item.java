package dev.eventbus.gateway.channels.pull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One item of a polled list.
 *
 * @param delivery made of its id, or of all of its bytes where it has none
 * @param json as it was listed
 * @param at when it says it happened, or null
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record Item(String delivery, byte[] json, @Nullable Instant at) {}
