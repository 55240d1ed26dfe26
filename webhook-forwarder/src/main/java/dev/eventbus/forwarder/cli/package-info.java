/** What the jar does instead of forwarding when it is given a verb: look, compare, try out. */
@NullMarked
package dev.eventbus.forwarder.cli;

import org.jspecify.annotations.NullMarked;
