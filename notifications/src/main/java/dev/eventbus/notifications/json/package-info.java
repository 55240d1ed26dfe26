/** Reads the bodies of requests strictly, and says everything that is wrong with them. */
@NullMarked
package dev.eventbus.notifications.json;

import org.jspecify.annotations.NullMarked;
