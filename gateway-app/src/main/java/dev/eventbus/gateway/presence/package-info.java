/** Which users have a socket open, on any replica, as of a few seconds ago. */
@NullMarked
package dev.eventbus.gateway.presence;

import org.jspecify.annotations.NullMarked;
