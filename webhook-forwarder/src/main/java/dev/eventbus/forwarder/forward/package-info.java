/** The way of a message: pull loop, envelope, one HTTP attempt, verdict. */
@NullMarked
package dev.eventbus.forwarder.forward;

import org.jspecify.annotations.NullMarked;
