/** Which devices a user wants to be pushed to, registered by the device itself. */
@NullMarked
package dev.eventbus.notifications.device;

import org.jspecify.annotations.NullMarked;
