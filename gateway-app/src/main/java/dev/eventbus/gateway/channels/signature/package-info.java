/** Says whether a webhook really came from who holds the secret, by the scheme its provider signs with. */
@NullMarked
package dev.eventbus.gateway.channels.signature;

import org.jspecify.annotations.NullMarked;
