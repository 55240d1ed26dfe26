package dev.eventbus;

/**
 * What a completed publish achieved.
 *
 * @param eventId the event's id, made by the bus unless the draft brought one
 * @param topic the topic the event went out on
 * @param position where the store keeps it; {@link Position#NONE} for an ephemeral event
 * @param duplicate whether the store already had an event of this id, and therefore kept that one
 */
public record Published(String eventId, String topic, Position position, boolean duplicate) {}
