/** What was notified, to whom, and how far it got: rows, life cycle, unread counts, REST. */
@NullMarked
package dev.eventbus.notifications.inbox;

import org.jspecify.annotations.NullMarked;
