/** The gateway's one connection to the broker and its event bus. */
@NullMarked
package dev.eventbus.gateway.bus;

import org.jspecify.annotations.NullMarked;
