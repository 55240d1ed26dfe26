/** An event as rules, templates and resolvers see it: plain data, read once. */
@NullMarked
package dev.eventbus.notifications.event;

import org.jspecify.annotations.NullMarked;
