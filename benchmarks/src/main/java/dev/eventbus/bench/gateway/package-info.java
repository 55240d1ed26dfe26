/** Publishing and dispatching through the gateway's process, beside a bare endpoint and with one dead. */
@NullMarked
package dev.eventbus.bench.gateway;

import org.jspecify.annotations.NullMarked;
