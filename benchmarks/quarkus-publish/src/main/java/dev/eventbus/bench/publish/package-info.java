/** The least a service does to store what it is given: one request, one message, one acknowledgement. */
@NullMarked
package dev.eventbus.bench.publish;

import org.jspecify.annotations.NullMarked;
