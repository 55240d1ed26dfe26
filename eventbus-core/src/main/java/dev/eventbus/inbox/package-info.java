/** Has each subscription handle each event once, although it may be delivered more often. */
@NullMarked
package dev.eventbus.inbox;

import org.jspecify.annotations.NullMarked;
