/** Passes notification requests on to the notifier, on behalf of the signed-in user. */
@NullMarked
package dev.eventbus.gateway.notifications;

import org.jspecify.annotations.NullMarked;
