/** A real nats-server for tests, benchmarks and the local stack: found or fetched, started, killed, restarted. */
@NullMarked
package dev.eventbus.nats.server;

import org.jspecify.annotations.NullMarked;
