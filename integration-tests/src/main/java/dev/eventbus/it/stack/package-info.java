/** The whole platform on one machine: nats-server, PostgreSQL, the three applications and a demo receiver. */
@NullMarked
package dev.eventbus.it.stack;

import org.jspecify.annotations.NullMarked;
