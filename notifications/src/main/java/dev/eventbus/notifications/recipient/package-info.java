/** Who is notified: resolvers from an event to user ids. */
@NullMarked
package dev.eventbus.notifications.recipient;

import org.jspecify.annotations.NullMarked;
