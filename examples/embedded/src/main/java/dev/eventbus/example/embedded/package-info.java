/** A tour of the bus within one process. */
@NullMarked
package dev.eventbus.example.embedded;

import org.jspecify.annotations.NullMarked;
