package dev.eventbus.forwarder.deadletter;

import dev.eventbus.forwarder.config.SubscriptionConfig;
import dev.eventbus.nats.DeadLetterShelf;
import dev.eventbus.webhook.SenderSettings;
import dev.eventbus.webhook.UrlGuard;
import dev.eventbus.webhook.WebhookSender;
import io.vertx.core.Vertx;
import java.time.InstantSource;

/**
 * What a replay needs.
 *
 * @param userAgent what endpoints see
 */
record Workshop(DeadLetterShelf shelf, Endpoints endpoints, Vertx vertx, String userAgent, InstantSource clock) {
    /** With connections of its own, so that replays take none from new messages. */
    Redelivery redelivery(SubscriptionConfig subscription) {
        int connections = subscription.pace().maxConcurrency();
        WebhookSender sender =
                WebhookSender.create(vertx, SenderSettings.of(UrlGuard.forOperators(), connections, userAgent));
        return new Redelivery(subscription, shelf, sender, clock);
    }
}
