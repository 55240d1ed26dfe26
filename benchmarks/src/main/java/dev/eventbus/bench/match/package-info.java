/** Topic matching: which subscriptions does an event reach. */
@NullMarked
package dev.eventbus.bench.match;

import org.jspecify.annotations.NullMarked;
