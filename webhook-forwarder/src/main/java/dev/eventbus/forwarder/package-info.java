/** The forwarder process: JetStream subjects to HTTP webhooks, configured by YAML files alone. */
@NullMarked
package dev.eventbus.forwarder;

import org.jspecify.annotations.NullMarked;
