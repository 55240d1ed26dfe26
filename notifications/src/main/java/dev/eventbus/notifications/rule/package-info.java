/** Which events notify whom of what: rules, and the index that finds them. */
@NullMarked
package dev.eventbus.notifications.rule;

import org.jspecify.annotations.NullMarked;
