/** How fast events become notifications, and how soon these are at a client. */
@NullMarked
package dev.eventbus.bench.notifications;

import org.jspecify.annotations.NullMarked;
