package dev.eventbus.bench.realtime;

/**
 * What was measured of one engine, once.
 *
 * @param kilobytes resident memory for each socket, over what the process had before
 * @param perSecond events to one socket each, as fast as it goes
 * @param p50 milliseconds from the publish of such an event to the client, at a fixed rate
 * @param p99 the same
 * @param broadcastP99 milliseconds from the publish of an event for all to a client
 */
record Measured(double kilobytes, double perSecond, double p50, double p99, double broadcastP99) {}
