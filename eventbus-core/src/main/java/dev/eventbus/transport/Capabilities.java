package dev.eventbus.transport;

/**
 * What a transport can do beyond carrying ephemeral events.
 *
 * @param persistent stores events and serves durable subscriptions
 * @param survivesRestart what it stored is still there after this process ended
 * @param crossesInstances other processes see what is published here
 * @param maxEventBytes the largest encoded event it takes
 */
public record Capabilities(boolean persistent, boolean survivesRestart, boolean crossesInstances, int maxEventBytes) {}
