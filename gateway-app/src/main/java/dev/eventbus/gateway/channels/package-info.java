/** External event channels: defined by members, known to every replica within seconds, each delivery published once. */
@NullMarked
package dev.eventbus.gateway.channels;

import org.jspecify.annotations.NullMarked;
