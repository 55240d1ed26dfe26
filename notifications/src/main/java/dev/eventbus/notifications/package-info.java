/** The notifier process: events come in, rules turn them into notifications, channels take them to people. */
@NullMarked
package dev.eventbus.notifications;

import org.jspecify.annotations.NullMarked;
