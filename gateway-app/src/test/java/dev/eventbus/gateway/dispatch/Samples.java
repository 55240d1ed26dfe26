package dev.eventbus.gateway.dispatch;

import dev.eventbus.Event;
import dev.eventbus.EventMetadata;
import dev.eventbus.Payload;
import dev.eventbus.retry.RetryPolicy;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.webhook.Endpoint;
import dev.eventbus.webhook.WebhookUrl;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Events and subscribers for tests. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-11-21T08:09:50.120Z");

    private Samples() {}

    static Event event(String id, String payload) {
        return new Event(
                id,
                "demo",
                "crm",
                "deal",
                "d1",
                "closed",
                NOW,
                Payload.ofJson(payload.getBytes(StandardCharsets.UTF_8)),
                EventMetadata.EMPTY);
    }

    /** Gets every event of the key that is published in workspace demo. */
    static Subscriber subscriber(SubscriberId id, String eventKey, Target target, RetryPolicy retry) {
        String[] key = eventKey.split("\\.");
        TopicPattern pattern = TopicPattern.parse("events.demo." + key[0] + "." + key[1] + "." + key[2] + ".*");
        return Subscriber.in("demo", id, List.of(pattern), retry, target);
    }

    static Target http(String url, Duration timeout, int maxConcurrency) {
        return new Target.Http(new Endpoint(WebhookUrl.parse(url), Map.of(), timeout), null, maxConcurrency);
    }

    static Subscriber subscription(String id) {
        return subscriber(
                SubscriberId.subscription(id),
                "crm.deal.closed",
                http("http://127.0.0.1:9/", Duration.ofSeconds(1), 2),
                RetryPolicy.NONE);
    }
}
