/** From an event to its subscribers: first attempt, retries, dead letter. */
@NullMarked
package dev.eventbus.gateway.dispatch;

import org.jspecify.annotations.NullMarked;
