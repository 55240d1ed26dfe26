package dev.eventbus.forwarder.forward;

import dev.eventbus.forwarder.config.SubscriptionConfig;
import dev.eventbus.webhook.Content;
import dev.eventbus.webhook.Envelope;
import dev.eventbus.webhook.Signer;
import java.time.Instant;

/** Makes of a message the request that its subscription's endpoint gets, on a first attempt as on a replay. */
public final class WebhookRequest {
    private WebhookRequest() {}

    /** Signed anew at each attempt, with the time of it: receivers refuse a timestamp that is too old. */
    public static Content of(SubscriptionConfig subscription, Envelope envelope, Instant now) {
        Content content = envelope.toContent(subscription.message().envelope());
        Signer signer = subscription.message().signer();
        return signer == null
                ? content
                : content.withHeaders(signer.headers(WebhookId.of(envelope.messageId()), now, content.bytes()));
    }
}
