/** Messages of a stream to an endpoint, with the Quarkus connector. */
@NullMarked
package dev.eventbus.bench.bridge;

import org.jspecify.annotations.NullMarked;
