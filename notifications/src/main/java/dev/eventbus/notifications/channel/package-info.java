/** How notifications reach people: one file per channel, and the bounded queue before them. */
@NullMarked
package dev.eventbus.notifications.channel;

import org.jspecify.annotations.NullMarked;
