/** How many clients a gateway keeps connected, and how soon they hear of an event, beside a bare server. */
@NullMarked
package dev.eventbus.bench.realtime;

import org.jspecify.annotations.NullMarked;
