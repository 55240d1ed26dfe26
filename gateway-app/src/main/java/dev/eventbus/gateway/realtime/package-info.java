/** The WebSocket: events and notifications to connected clients, frames back. */
@NullMarked
package dev.eventbus.gateway.realtime;

import org.jspecify.annotations.NullMarked;
