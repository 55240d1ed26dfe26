/** Publishes events if, and only if, the database transaction that they belong to commits. */
@NullMarked
package dev.eventbus.outbox;

import org.jspecify.annotations.NullMarked;
