package dev.eventbus.gateway.dispatch;

import dev.eventbus.webhook.Endpoint;
import dev.eventbus.webhook.Signer;
import org.jspecify.annotations.Nullable;

/** Where a subscriber's events go. */
public sealed interface Target {
    /**
     * A POST over the network.
     *
     * @param signer signs each attempt, or null
     * @param maxConcurrency how many attempts may be under way at a time on each replica; at least 1
     */
    record Http(Endpoint endpoint, @Nullable Signer signer, int maxConcurrency) implements Target {}

    /** The handlers that are registered in this process for the extension of the subscriber's key. */
    record InProcess() implements Target {}
}
