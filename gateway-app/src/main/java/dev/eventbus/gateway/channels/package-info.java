/** External event channels: defined by members, known to every replica within seconds, their secrets never shown. */
@NullMarked
package dev.eventbus.gateway.channels;

import org.jspecify.annotations.NullMarked;
