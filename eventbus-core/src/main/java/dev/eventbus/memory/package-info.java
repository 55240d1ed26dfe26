/** The transport that stays in this process; the reference implementation of the SPI. */
@NullMarked
package dev.eventbus.memory;

import org.jspecify.annotations.NullMarked;
