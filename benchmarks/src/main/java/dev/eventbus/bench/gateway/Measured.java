package dev.eventbus.bench.gateway;

/**
 * What was measured of one engine, once.
 *
 * @param perSecond events acknowledged
 * @param p50 milliseconds from a request to its answer
 * @param cpuSeconds processor time of the engine's process per 10,000 events, logging and dispatching them included
 */
record Measured(double perSecond, double p50, double p99, double cpuSeconds) {}
