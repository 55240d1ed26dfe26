/** Who may ask: only the gateway, on behalf of one user in one workspace. */
@NullMarked
package dev.eventbus.notifications.security;

import org.jspecify.annotations.NullMarked;
