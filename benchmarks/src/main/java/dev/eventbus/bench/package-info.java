/** Runs the benchmarks in rounds, peers and ours side by side, and prints one table. */
@NullMarked
package dev.eventbus.bench;

import org.jspecify.annotations.NullMarked;
