/** Failures as application/problem+json. */
@NullMarked
package dev.eventbus.notifications.problem;

import org.jspecify.annotations.NullMarked;
