/** Takes notifications to users' devices through Web Push, Firebase and Apple. */
@NullMarked
package dev.eventbus.notifications.push;

import org.jspecify.annotations.NullMarked;
