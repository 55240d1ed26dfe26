/** From a stream to HTTP: the forwarder's process beside a bare loop, Apache Camel and a Quarkus connector. */
@NullMarked
package dev.eventbus.bench.forwarder;

import org.jspecify.annotations.NullMarked;
