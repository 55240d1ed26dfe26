/** Fetches events from streams and polled lists: one replica for each channel, nothing left out, nothing twice. */
@NullMarked
package dev.eventbus.gateway.channels.pull;

import org.jspecify.annotations.NullMarked;
