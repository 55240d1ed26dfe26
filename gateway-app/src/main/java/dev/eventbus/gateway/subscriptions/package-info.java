/** Persistent webhook subscriptions: stored, live on every replica within seconds, their secrets never shown again. */
@NullMarked
package dev.eventbus.gateway.subscriptions;

import org.jspecify.annotations.NullMarked;
