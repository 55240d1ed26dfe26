package dev.eventbus.forwarder.config;

import dev.eventbus.forwarder.config.SubscriptionConfig.Message;
import dev.eventbus.forwarder.config.SubscriptionConfig.Ordering;
import dev.eventbus.forwarder.config.SubscriptionConfig.Pace;
import dev.eventbus.forwarder.config.SubscriptionConfig.Source;
import dev.eventbus.transport.StartAt;
import dev.eventbus.webhook.Endpoint;
import dev.eventbus.webhook.StatusRules;
import dev.eventbus.webhook.WebhookUrl;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads one entry of {@code subscriptions}. */
final class SubscriptionReader {
    private static final Duration TINY = Duration.ofMillis(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final Section outer;
    private final Section webhook;
    private final boolean hasWebhook;

    SubscriptionReader(Value entry) {
        this.outer = Section.of(entry);
        Optional<Section> given = outer.required("webhook", Section::of);
        this.hasWebhook = given.isPresent();
        this.webhook = given.orElseGet(() -> Section.empty(entry.place(), entry.file()));
    }

    Section section() {
        return outer;
    }

    /** Empty if anything in it is wrong, which is noted then. */
    Optional<SubscriptionConfig> read() {
        int before = outer.file().problems().count();
        Optional<String> name = outer.required("name", Names::token);
        boolean enabled = outer.optional("enabled", Value::flag).orElse(true);
        Optional<Source> source = source();
        MessageReader reader = new MessageReader(this::either);
        Optional<Endpoint> endpoint = endpoint();
        RetryConfig retry = retry();
        Pace pace = new PaceReader(this::either)
                .read(endpoint.map(Endpoint::timeout).orElse(Duration.ZERO));
        Message message = reader.message();
        Optional<StatusRules> rules = rules(reader);
        outer.finish();
        webhook.finish();
        if (name.isEmpty()
                || source.isEmpty()
                || endpoint.isEmpty()
                || rules.isEmpty()
                || outer.file().problems().count() > before) {
            return Optional.empty();
        }
        return checked(() -> new SubscriptionConfig(
                name.get(), enabled, source.get(), endpoint.get(), message, rules.get(), retry, pace));
    }

    private Optional<SubscriptionConfig> checked(java.util.function.Supplier<SubscriptionConfig> made) {
        try {
            return Optional.of(made.get());
        } catch (IllegalArgumentException e) {
            Place place = outer.has("ack_wait") ? outer.place("ack_wait") : webhook.place("ack_wait");
            outer.file().problems().add(place, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<StatusRules> rules(MessageReader reader) {
        try {
            return Optional.of(reader.rules());
        } catch (IllegalArgumentException e) {
            outer.file().problems().add(either("fail_on").place("fail_on"), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<Source> source() {
        Optional<String> stream = outer.optional("stream", Names::token);
        Optional<String> subject = outer.required("subject", Names::subject);
        Optional<String> consumer = outer.required("consumer", Names::token);
        StartAt start = outer.optional("start", SubscriptionReader::startAt).orElse(StartAt.all());
        Ordering ordering = either("ordering")
                .optional("ordering", SubscriptionReader::ordering)
                .orElse(Ordering.NONE);
        if (subject.isEmpty() || consumer.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Source(stream.orElse(null), subject.get(), consumer.get(), start, ordering));
    }

    private static Ordering ordering(Value value) {
        return switch (value.text()) {
            case "none" -> Ordering.NONE;
            case "subject" -> Ordering.SUBJECT;
            default -> throw value.misfit("must be none or subject");
        };
    }

    private static StartAt startAt(Value value) {
        String text = value.textOrTime();
        return switch (text) {
            case "all" -> StartAt.all();
            case "new" -> StartAt.now();
            default -> {
                try {
                    yield StartAt.time(Instant.parse(text));
                } catch (DateTimeException e) {
                    throw value.misfit("must be all, new or a time such as 2026-11-21T08:00:00Z");
                }
            }
        };
    }

    private Optional<Endpoint> endpoint() {
        Optional<WebhookUrl> url = hasWebhook ? webhook.required("url", SubscriptionReader::url) : Optional.empty();
        Map<String, String> headers = webhook.optional("headers", this::headers).orElse(Map.of());
        Duration timeout = either("timeout")
                .optional("timeout", value -> value.duration(TINY, Endpoint.MAX_TIMEOUT))
                .orElse(Duration.ofSeconds(15));
        if (url.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Endpoint(url.get(), headers, timeout));
        } catch (IllegalArgumentException e) {
            outer.file().problems().add(webhook.place("headers"), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static WebhookUrl url(Value value) {
        try {
            return WebhookUrl.parse(value.text());
        } catch (IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage()).replaceFirst("^url ", "");
            throw new IllegalArgumentException(reason, e); // not the value: its path may be a secret
        }
    }

    private Map<String, String> headers(Value value) {
        Section section = Section.of(value);
        Map<String, String> headers = new LinkedHashMap<>();
        section.keys().forEach(key -> section.required(key, Value::secret).ifPresent(text -> headers.put(key, text)));
        return headers;
    }

    private RetryConfig retry() {
        int retries = either("retries")
                .optional("retries", value -> value.wholeNumber(0, 100))
                .orElse(3);
        Duration first = either("backoff")
                .optional("backoff", value -> value.duration(TINY, DAY))
                .orElse(Duration.ofSeconds(2));
        Duration cap = either("max_backoff")
                .optional("max_backoff", value -> value.duration(first, DAY))
                .orElse(first.compareTo(Duration.ofHours(1)) > 0 ? first : Duration.ofHours(1));
        double jitter = either("jitter").optional("jitter", Value::share).orElse(0.0);
        return new RetryConfig(retries, first, cap, jitter);
    }

    /** Where such a key stands: inside {@code webhook} or beside it, but not in both. */
    private Section either(String key) {
        if (outer.has(key) && webhook.has(key)) {
            outer.file()
                    .problems()
                    .add(webhook.place(key), key + " is given twice, also at " + outer.place(key) + "; remove one");
        }
        return webhook.has(key) ? webhook : outer;
    }
}
