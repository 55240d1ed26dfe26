/** The bounded worker pool between a transport and the handlers. */
@NullMarked
package dev.eventbus.dispatch;

import org.jspecify.annotations.NullMarked;
