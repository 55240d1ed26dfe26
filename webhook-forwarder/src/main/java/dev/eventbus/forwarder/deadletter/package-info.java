/** Dead letters for operators: looking at them, delivering them once more, and taking them out. */
@NullMarked
package dev.eventbus.forwarder.deadletter;

import org.jspecify.annotations.NullMarked;
