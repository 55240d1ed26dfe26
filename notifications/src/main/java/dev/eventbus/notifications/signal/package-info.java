/** What this process and the gateways tell and ask each other. */
@NullMarked
package dev.eventbus.notifications.signal;

import org.jspecify.annotations.NullMarked;
