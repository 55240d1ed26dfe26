/** What carries events between instances: the interface every broker binding implements. */
@NullMarked
package dev.eventbus.transport;

import org.jspecify.annotations.NullMarked;
