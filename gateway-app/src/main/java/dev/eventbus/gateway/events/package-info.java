/** The Events API: publish and query. */
@NullMarked
package dev.eventbus.gateway.events;

import org.jspecify.annotations.NullMarked;
