/** Strict reading of what clients write: every member known, every fault named. */
@NullMarked
package dev.eventbus.notifications.json;

import org.jspecify.annotations.NullMarked;
