/** The bus over NATS: core NATS for ephemeral events, JetStream for persistent ones. The only place that knows NATS. */
@NullMarked
package dev.eventbus.nats;

import org.jspecify.annotations.NullMarked;
