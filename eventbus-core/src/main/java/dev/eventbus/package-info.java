/** Events, and the bus that takes them from publishers to whoever subscribed. */
@NullMarked
package dev.eventbus;

import org.jspecify.annotations.NullMarked;
