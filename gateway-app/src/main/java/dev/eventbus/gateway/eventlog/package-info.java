/** The event log: a projection of the stream into PostgreSQL, built by a durable subscription. */
@NullMarked
package dev.eventbus.gateway.eventlog;

import org.jspecify.annotations.NullMarked;
