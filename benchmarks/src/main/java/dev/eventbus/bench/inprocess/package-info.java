/** Dispatch within one process: from publish to handler. */
@NullMarked
package dev.eventbus.bench.inprocess;

import org.jspecify.annotations.NullMarked;
