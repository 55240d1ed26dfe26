/** Instruments for testing with and for the bus: the matching table, the contract of transports, a clock to turn. */
@NullMarked
package dev.eventbus.testkit;

import org.jspecify.annotations.NullMarked;
