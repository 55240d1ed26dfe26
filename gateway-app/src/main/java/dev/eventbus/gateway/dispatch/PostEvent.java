package dev.eventbus.gateway.dispatch;

import dev.eventbus.Event;
import dev.eventbus.webhook.Content;
import dev.eventbus.webhook.Outcome;
import dev.eventbus.webhook.RetryAfter;
import dev.eventbus.webhook.WebhookSender;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** POSTs an event to an endpoint, signed as Standard Webhooks asks. */
final class PostEvent {
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);
    private static final int GONE = 410;

    private final WebhookSender sender;
    private final InstantSource clock;

    PostEvent(WebhookSender sender, InstantSource clock) {
        this.sender = sender;
        this.clock = clock;
    }

    Result to(Target.Http target, Event event, SubscriberId.Kind receiver) {
        byte[] body = EventBody.of(event, receiver);
        Content content = Content.json(body).withHeaders(headers(target, event, body));
        return switch (sender.send(target.endpoint(), content)) {
            case Outcome.Delivered delivered -> new Result.Delivered(delivered.status());
            case Outcome.Rejected rejected -> rejected(rejected);
            case Outcome.Unreachable gone -> unreachable(gone);
        };
    }

    private Map<String, String> headers(Target.Http target, Event event, byte[] body) {
        Instant now = clock.instant();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("webhook-id", event.id());
        headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
        if (target.signer() != null) {
            headers.putAll(target.signer().headers(event.id(), now, body));
        }
        String traceparent = event.metadata().traceparent();
        if (traceparent != null) {
            headers.put("traceparent", traceparent);
        }
        return headers;
    }

    private Result rejected(Outcome.Rejected rejected) {
        Failure failure = Failure.answered(rejected.status(), rejected.body());
        if (rejected.status() == GONE) {
            return new Result.Hopeless(failure.because("endpoint answered 410 Gone"), true);
        }
        return new Result.Failed(
                failure, RetryAfter.delay(rejected.retryAfter(), clock.instant(), LONGEST_RETRY_AFTER));
    }

    private static Result unreachable(Outcome.Unreachable outcome) {
        return outcome.failure() == Outcome.Failure.POLICY
                ? new Result.Hopeless(Failure.of(outcome.describe()), false)
                : Result.failed(outcome.describe());
    }
}
