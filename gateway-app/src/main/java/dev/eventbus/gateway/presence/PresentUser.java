package dev.eventbus.gateway.presence;

import java.time.Instant;

/**
 * A user who has a socket open.
 *
 * @param userId who
 * @param connections how many sockets
 * @param gateways on how many replicas of the gateway
 * @param connectedSince when the oldest of them was opened
 */
public record PresentUser(String userId, int connections, int gateways, Instant connectedSince) {}
