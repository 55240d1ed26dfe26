package dev.eventbus.gateway.realtime;

/**
 * One subscription of one client.
 *
 * @param client who gets the events
 * @param ref what the client calls it, as JSON
 */
record Interest(Client client, String ref) {}
