package dev.eventbus.gateway.channels.pull;

import org.jspecify.annotations.Nullable;

/**
 * One event of a stream.
 *
 * @param id its own, null if it has none
 * @param type {@code message} unless it says otherwise
 * @param data empty if it was too large to be kept
 * @param isTooLarge whether it was
 */
record SseEvent(@Nullable String id, String type, String data, boolean isTooLarge) {}
