/** Pages for people: static files under the gateway's own origin, with a policy that lets nothing foreign in. */
@NullMarked
package dev.eventbus.gateway.console;

import org.jspecify.annotations.NullMarked;
