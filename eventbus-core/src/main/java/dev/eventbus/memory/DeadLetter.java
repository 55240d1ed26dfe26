package dev.eventbus.memory;

import dev.eventbus.Event;
import dev.eventbus.Position;
import java.time.Instant;

/**
 * An event that a durable subscription gave up.
 *
 * @param durable the subscription
 * @param event the event as it was published
 * @param position where the event stands in the stream
 * @param attempts how often it was delivered
 * @param reason why it was given up
 * @param at when
 */
public record DeadLetter(String durable, Event event, Position position, int attempts, String reason, Instant at) {}
