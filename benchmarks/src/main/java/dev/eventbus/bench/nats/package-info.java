/** Publishing and consuming over a real nats-server, beside the bare client library doing the same. */
@NullMarked
package dev.eventbus.bench.nats;

import org.jspecify.annotations.NullMarked;
