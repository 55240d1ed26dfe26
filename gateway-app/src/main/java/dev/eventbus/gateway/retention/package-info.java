/** Removes what is old enough: deliveries, dead letters, events; nothing that is still to be delivered. */
@NullMarked
package dev.eventbus.gateway.retention;

import org.jspecify.annotations.NullMarked;
