/** An endpoint in a process of its own that knows which messages it was given, when and how often. */
@NullMarked
package dev.eventbus.bench.sink;

import org.jspecify.annotations.NullMarked;
