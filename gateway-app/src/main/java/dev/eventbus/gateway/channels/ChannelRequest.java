package dev.eventbus.gateway.channels;

import com.fasterxml.jackson.core.JsonPointer;
import dev.eventbus.EventKey;
import dev.eventbus.gateway.channels.signature.Preset;
import dev.eventbus.gateway.json.JsonMembers;
import dev.eventbus.gateway.json.ShortText;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.topic.Segments;
import dev.eventbus.webhook.Endpoint;
import dev.eventbus.webhook.WebhookUrl;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A channel as a client writes it.
 *
 * @param secrets the signature null to keep the stored one; a hidden header value stands for the stored one
 */
record ChannelRequest(ChannelSettings settings, ChannelSecrets secrets) {
    private static final int MAX_NAME = 100;
    private static final int MAX_URL = 2_000;
    private static final int MAX_POINTER = 300;
    private static final int MAX_HEADERS = 20;
    private static final int MAX_EVENT_TYPES = 100;
    private static final int MAX_EVENT_TYPE = 200;
    private static final int MAX_SUBJECTS = 10;
    private static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);
    private static final Duration MOST_INTERVAL = Duration.ofHours(24);
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final WebhookUrl ANY_URL = WebhookUrl.parse("http://example.com/");

    /** Only the forwarder's name space for payments: anything else could be taken for another workspace's events. */
    private static final Pattern SUBJECT = Pattern.compile("stripe(\\.[A-Za-z0-9_-]{1,64}){1,3}");

    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    /** Set by the gateway or by the state of the channel, so a fixed value would be wrong. */
    private static final Set<String> OWN_HEADERS =
            Set.of("accept", "accept-encoding", "last-event-id", "if-none-match", "if-modified-since", "range");

    /** Throws a {@link ProblemException} (400) naming every field at fault. */
    static ChannelRequest parse(byte[] body) {
        JsonMembers members = JsonMembers.read(body);
        String name = members.requiredText("name");
        members.attempt("name", () -> ShortText.require("name", name, MAX_NAME));
        boolean hasType = !members.requiredText("type").isEmpty();
        ChannelType type = members.text("type", ChannelType::parse);
        boolean isWebhook = type == ChannelType.WEBHOOK;
        boolean isPolling = type == ChannelType.POLLING;
        Naming naming = naming(members);
        boolean enabled = Objects.requireNonNullElse(members.flag("enabled"), true);
        JsonMembers signature = members.object("signature");
        Preset preset = signature.text("preset", Preset::parse);
        String secret = secret(signature, preset);
        List<String> subjects = subjects(members, preset);
        Map<String, String> headers = headers(members);
        Source source = source(members, !isWebhook && hasType, isPolling);
        if (hasType && type != null) {
            onlyFor(isWebhook, members, type, List.of("signature", "subjects"));
            onlyFor(!isWebhook, members, type, List.of("url", "headers"));
            onlyFor(isPolling, members, type, List.of("interval", "items", "itemId", "itemTime", "cursor"));
            if (isWebhook && preset == null && !signature.has("preset")) {
                signature.refuse("preset", "preset must be given: a webhook without a signature could be anybody's");
            }
        }
        members.check();
        Hook hook = isWebhook ? new Hook(Objects.requireNonNull(preset), subjects) : null;
        ChannelSettings settings = new ChannelSettings(
                name, Objects.requireNonNull(type), naming, hook, isWebhook ? null : source, enabled);
        return new ChannelRequest(settings, new ChannelSecrets(secret, headers));
    }

    private static void onlyFor(boolean isAllowed, JsonMembers members, ChannelType type, List<String> names) {
        names.stream()
                .filter(name -> !isAllowed && members.has(name))
                .forEach(name -> members.refuse(name, name + " must be left out for the type " + type));
    }

    private static Naming naming(JsonMembers members) {
        String appId = members.text("appId", text -> Segments.require("appId", text));
        String eventKey = members.text("eventKey", ChannelRequest::eventKey);
        if (!members.has("appId") && !members.has("eventKey")) {
            members.refuse("appId", "appId must be given, unless eventKey is");
        }
        Map<String, String> eventTypes = members.textByName("eventTypes");
        if (eventTypes.size() > MAX_EVENT_TYPES) {
            members.refuse(
                    "eventTypes", "eventTypes must be at most " + MAX_EVENT_TYPES + ", were " + eventTypes.size());
        } else {
            eventTypes.forEach((type, key) -> members.attempt("eventTypes." + type, () -> {
                ShortText.require("an event type", type, MAX_EVENT_TYPE);
                return eventKey(key);
            }));
        }
        return new Naming(appId, eventKey, eventTypes);
    }

    private static String eventKey(String text) {
        EventKey.parse(text);
        return text;
    }

    /** What an answer shows of a secret is taken as "the same as before". */
    private static @Nullable String secret(JsonMembers signature, @Nullable Preset preset) {
        String secret = signature.text("secret");
        if (secret == null || preset == null || secret.startsWith(ChannelSecrets.HIDDEN)) {
            return null;
        }
        return signature.attempt("secret", () -> preset.requireSecret(secret));
    }

    private static List<String> subjects(JsonMembers members, @Nullable Preset preset) {
        List<String> subjects = members.texts("subjects");
        if (subjects.size() > MAX_SUBJECTS || new HashSet<>(subjects).size() < subjects.size()) {
            members.refuse("subjects", "subjects must be at most " + MAX_SUBJECTS + ", each once");
        }
        if (!subjects.isEmpty() && preset != null && preset != Preset.STRIPE) {
            members.refuse("subjects", "subjects must be left out unless the preset is stripe");
        }
        subjects.stream()
                .filter(subject -> !SUBJECT.matcher(subject).matches())
                .forEach(subject -> members.refuse(
                        "subjects",
                        "subjects must be like stripe.backend: stripe. and 1 to 3 segments of [A-Za-z0-9_-]{1,64}, was "
                                + Segments.quoted(subject)));
        return subjects;
    }

    private static Source source(JsonMembers members, boolean isWanted, boolean isPolling) {
        String url = isWanted ? members.requiredText("url") : members.text("url");
        if (url != null && !url.isEmpty()) {
            members.attempt("url", () -> url(url));
        }
        Duration interval = members.duration("interval", LEAST_INTERVAL, MOST_INTERVAL);
        return new Source(
                Objects.requireNonNullElse(url, ""),
                isPolling ? Objects.requireNonNullElse(interval, INTERVAL).toMillis() : 0,
                members.text("items", text -> pointer("items", text)),
                members.text("itemId", text -> pointer("itemId", text)),
                members.text("itemTime", text -> pointer("itemTime", text)),
                members.has("cursor") ? cursor(members.object("cursor")) : null);
    }

    private static @Nullable CursorRule cursor(JsonMembers cursor) {
        String pointer = cursor.requiredText("pointer");
        String parameter = cursor.requiredText("parameter");
        if (!pointer.isEmpty()) {
            cursor.attempt("pointer", () -> pointer("pointer", pointer));
        }
        if (!parameter.isEmpty() && !PARAMETER.matcher(parameter).matches()) {
            cursor.refuse("parameter", "parameter must match [A-Za-z0-9_.-]{1,64}, was " + Segments.quoted(parameter));
        }
        return new CursorRule(pointer, parameter);
    }

    private static WebhookUrl url(String text) {
        if (text.length() > MAX_URL) {
            throw new IllegalArgumentException("url must be at most " + MAX_URL + " characters, was " + text.length());
        }
        return WebhookUrl.parse(text);
    }

    private static String pointer(String name, String text) {
        if (!text.startsWith("/") || text.length() > MAX_POINTER) {
            throw new IllegalArgumentException(name + " must be a JSON pointer such as /data/items of at most "
                    + MAX_POINTER + " characters, was " + Segments.quoted(text));
        }
        JsonPointer.compile(text);
        return text;
    }

    private static Map<String, String> headers(JsonMembers members) {
        Map<String, String> headers = members.textByName("headers");
        if (headers.size() > MAX_HEADERS) {
            members.refuse("headers", "headers must be at most " + MAX_HEADERS + ", were " + headers.size());
            return headers;
        }
        Set<String> names = new HashSet<>();
        headers.forEach((name, value) -> members.attempt("headers." + name, () -> {
            new Endpoint(ANY_URL, Map.of(name, value), Duration.ofSeconds(1)); // checks both
            String lower = name.toLowerCase(Locale.ROOT);
            if (OWN_HEADERS.contains(lower)) {
                throw new IllegalArgumentException("header " + name + " is set by the platform; leave it out");
            }
            if (!names.add(lower)) {
                throw new IllegalArgumentException("header " + name + " must be given once, whatever its case");
            }
            return lower;
        }));
        return headers;
    }

    @Override
    public String toString() {
        return "ChannelRequest[" + settings.name() + "]";
    }
}
