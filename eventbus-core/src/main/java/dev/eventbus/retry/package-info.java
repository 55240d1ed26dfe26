/** When a failed delivery is tried again: pure functions from attempt to delay. */
@NullMarked
package dev.eventbus.retry;

import org.jspecify.annotations.NullMarked;
