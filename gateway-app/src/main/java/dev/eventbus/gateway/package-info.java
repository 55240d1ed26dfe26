/** The public face of the platform: configuration and health of the gateway process. */
@NullMarked
package dev.eventbus.gateway;

import org.jspecify.annotations.NullMarked;
