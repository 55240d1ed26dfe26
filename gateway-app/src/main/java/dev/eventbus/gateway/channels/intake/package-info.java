/** What came in becomes an event: its payload, what travels along, and that it is published once. */
@NullMarked
package dev.eventbus.gateway.channels.intake;

import org.jspecify.annotations.NullMarked;
