package dev.eventbus.gateway.subscriptions;

import dev.eventbus.EventKey;
import dev.eventbus.gateway.json.JsonMembers;
import dev.eventbus.gateway.json.ShortText;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.gateway.security.WebhookSecret;
import dev.eventbus.topic.Segments;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.webhook.Endpoint;
import dev.eventbus.webhook.WebhookUrl;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as a client writes it.
 *
 * @param settings whole; a hidden header value stands for the stored one
 * @param secret to sign with, null to keep the stored one or have one made
 */
record SubscriptionRequest(Settings settings, @Nullable String secret) {
    private static final int MAX_NAME = 100;
    private static final int MAX_URL = 2_000;
    private static final int MAX_HEADERS = 20;
    private static final int MAX_CONCURRENCY = 100;
    private static final Duration LEAST_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration MOST_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final int CONCURRENCY = 10;
    private static final WebhookUrl ANY_URL = WebhookUrl.parse("http://example.com/");

    /** Throws a {@link ProblemException} (400) naming every field at fault. */
    static SubscriptionRequest parse(byte[] body) {
        JsonMembers members = JsonMembers.read(body);
        String name = members.requiredText("name");
        members.attempt("name", () -> ShortText.require("name", name, MAX_NAME));
        String eventPattern = members.requiredText("eventPattern");
        Map<String, List<String>> filters = members.textsByName("filters");
        checkPattern(members, eventPattern, filters);
        JsonMembers target = members.object("target");
        Destination destination = destination(target);
        String secret = secret(target, destination);
        Retry retry = Retry.read(members.object("retry"));
        boolean enabled = Objects.requireNonNullElse(members.flag("enabled"), true);
        members.check();
        return new SubscriptionRequest(new Settings(name, eventPattern, filters, destination, retry, enabled), secret);
    }

    private static void checkPattern(JsonMembers members, String eventPattern, Map<String, List<String>> filters) {
        EventKey key = eventPattern.isEmpty()
                ? null
                : members.attempt("eventPattern", () -> EventKey.parsePattern(eventPattern));
        filters.forEach((name, values) -> members.attempt("filters." + name, () -> {
            Segments.require("filter key", name);
            values.stream()
                    .filter(value -> !value.equals("*"))
                    .forEach(value -> Segments.require("filters." + name, value));
            return name;
        }));
        int most = (TopicPattern.MAX_SEGMENTS - 6) / 2;
        int pairs = filters.values().stream().mapToInt(List::size).sum();
        if (pairs > most) {
            members.refuse("filters", "filters must be at most " + most + " pairs, were " + pairs);
        } else if (key != null && filters.keySet().stream().allMatch(SubscriptionRequest::isSegment)) {
            members.attempt("filters", () -> TopicPattern.of("any", key, "*", filters));
        }
    }

    private static boolean isSegment(String text) {
        return text.matches("[A-Za-z0-9_-]{1,64}");
    }

    private static Destination destination(JsonMembers target) {
        String url = target.requiredText("url");
        if (!url.isEmpty()) {
            target.attempt("url", () -> url(url));
        }
        Map<String, String> headers = target.textByName("headers");
        checkHeaders(target, headers);
        return new Destination(
                url,
                headers,
                Objects.requireNonNullElse(target.text("signing", Signing::parse), Signing.STANDARD_WEBHOOKS),
                Objects.requireNonNullElse(target.duration("timeout", LEAST_TIMEOUT, MOST_TIMEOUT), TIMEOUT),
                Objects.requireNonNullElse(target.integer("maxConcurrency", 1, MAX_CONCURRENCY), CONCURRENCY));
    }

    private static WebhookUrl url(String text) {
        if (text.length() > MAX_URL) {
            throw new IllegalArgumentException("url must be at most " + MAX_URL + " characters, was " + text.length());
        }
        return WebhookUrl.parse(text);
    }

    private static void checkHeaders(JsonMembers target, Map<String, String> headers) {
        if (headers.size() > MAX_HEADERS) {
            target.refuse("headers", "headers must be at most " + MAX_HEADERS + ", were " + headers.size());
            return;
        }
        Set<String> names = new HashSet<>();
        headers.forEach((name, value) -> target.attempt("headers." + name, () -> {
            new Endpoint(ANY_URL, Map.of(name, value), TIMEOUT); // checks both
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("webhook-")) {
                throw new IllegalArgumentException("header " + name + " is set by the platform; leave it out");
            }
            if (!names.add(lower)) {
                throw new IllegalArgumentException("header " + name + " must be given once, whatever its case");
            }
            return lower;
        }));
    }

    /** What an answer shows of a secret is taken as "the same as before". */
    private static @Nullable String secret(JsonMembers target, Destination destination) {
        String secret = target.text("secret");
        if (secret == null || secret.startsWith(Destination.HIDDEN)) {
            return null;
        }
        if (!destination.isSigned()) {
            return target.refuse("secret", "secret must be left out when signing is none");
        }
        return target.attempt("secret", () -> WebhookSecret.require(secret));
    }

    @Override
    public String toString() {
        return "SubscriptionRequest[" + settings.name() + "]";
    }
}
