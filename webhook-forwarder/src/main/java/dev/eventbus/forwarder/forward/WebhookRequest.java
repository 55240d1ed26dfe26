package dev.eventbus.forwarder.forward;

import dev.eventbus.forwarder.config.SubscriptionConfig;
import dev.eventbus.webhook.Content;
import dev.eventbus.webhook.Envelope;
import dev.eventbus.webhook.Signer;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes of a message the request that its subscription's endpoint gets, on a first attempt as on a replay. */
public final class WebhookRequest {
    private static final TraceContext TRACE = new TraceContext(ThreadLocalRandom::current);

    private WebhookRequest() {}

    /** Signed anew at each attempt, with the time of it: receivers refuse a timestamp that is too old. */
    public static Content of(SubscriptionConfig subscription, Envelope envelope, Instant now) {
        Content content = envelope.toContent(subscription.message().envelope());
        Signer signer = subscription.message().signer();
        return signer == null
                ? content
                : content.withHeaders(signer.headers(WebhookId.of(envelope.messageId()), now, content.bytes()));
    }

    /**
     * The headers that carry a trace on; none where there is none, or where the operator set one of their own.
     *
     * @param message the message's headers by name, null for those it does not have
     */
    public static Map<String, String> trace(
            SubscriptionConfig subscription, Function<String, @Nullable String> message) {
        boolean tracesByItself =
                subscription.endpoint().headers().keySet().stream().anyMatch("traceparent"::equalsIgnoreCase);
        return tracesByItself ? Map.of() : TRACE.headers(message);
    }
}
