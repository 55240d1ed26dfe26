/** What a rule would make of an event, without making it. */
@NullMarked
package dev.eventbus.notifications.preview;

import org.jspecify.annotations.NullMarked;
