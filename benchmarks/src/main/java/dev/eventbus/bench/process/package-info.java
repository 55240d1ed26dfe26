/** Starts what is measured as processes of their own, alike in Java and heap. */
@NullMarked
package dev.eventbus.bench.process;

import org.jspecify.annotations.NullMarked;
