/** Which part of a list is wanted: the same limits and the same words for every list. */
@NullMarked
package dev.eventbus.notifications.page;

import org.jspecify.annotations.NullMarked;
