/** What the notifier counts. */
@NullMarked
package dev.eventbus.notifications.metrics;

import org.jspecify.annotations.NullMarked;
