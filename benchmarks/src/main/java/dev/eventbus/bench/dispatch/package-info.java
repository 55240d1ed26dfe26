/** Dispatch within one process: from publish to handler. */
@NullMarked
package dev.eventbus.bench.dispatch;

import org.jspecify.annotations.NullMarked;
