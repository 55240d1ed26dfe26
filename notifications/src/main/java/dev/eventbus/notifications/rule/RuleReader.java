package dev.eventbus.notifications.rule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventbus.EventKey;
import dev.eventbus.notifications.json.Members;
import dev.eventbus.notifications.recipient.Recipients;
import dev.eventbus.notifications.template.Condition;
import dev.eventbus.notifications.template.Templates;
import dev.eventbus.notifications.template.Wording;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads rules as clients write them; every field at fault is named, and what is returned compiles. */
@Singleton
public final class RuleReader {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final int MAX_THROTTLE = 10_000;
    private static final int MAX_CHANNELS = 3;
    private static final int MAX_LOCALES = 20;

    private static final RuleDefinition.Template NO_TEMPLATE = new RuleDefinition.Template("", "", null, null, null);
    private static final RecipientsDefinition NOBODY = new RecipientsDefinition("users", null, null, null, null);

    private final Recipients recipients;

    RuleReader(Recipients recipients) {
        this.recipients = recipients;
    }

    /**
     * Reads a rule; the caller checks the members.
     *
     * @param defaults what is taken where a member is absent; null if a rule has to be whole
     * @return null if something is wrong with it
     */
    public @Nullable RuleDefinition read(Members members, String key, @Nullable RuleDefinition defaults) {
        RuleDefinition read = new RuleDefinition(
                key,
                or(eventPattern(members, defaults), defaults, RuleDefinition::eventPattern, "*.*"),
                orNull(condition(members), defaults, RuleDefinition::condition),
                or(priority(members), defaults, RuleDefinition::priority, Priority.NORMAL),
                or(template(members, defaults), defaults, RuleDefinition::template, NO_TEMPLATE),
                or(channels(members), defaults, RuleDefinition::channels, List.of(ChannelKind.WEBSOCKET)),
                or(recipients(members, defaults), defaults, RuleDefinition::recipients, NOBODY),
                orNull(collapseKey(members), defaults, RuleDefinition::collapseKey),
                orNull(throttle(members), defaults, RuleDefinition::throttle),
                orNull(digest(members), defaults, RuleDefinition::digest),
                orNull(duration(members, "ttl", MONTH), defaults, RuleDefinition::ttl),
                or(members.flag("enabled"), defaults, RuleDefinition::enabled, true));
        if (read.digest() != null && read.throttle() != null) {
            members.refuse("throttle", "must be left out where there is a digest");
        }
        if (!members.isSound()) {
            return null;
        }
        if (read.digest() != null
                && read.ttl() != null
                && Duration.parse(read.ttl())
                                .compareTo(Duration.parse(read.digest().window()))
                        <= 0) {
            return members.refuse("ttl", "must be longer than the window of the digest, was " + read.ttl());
        }
        members.attempt("template", () -> read.compile("any", 0)); // whatever was not looked at by itself
        return members.isSound() ? read : null;
    }

    /** A rule that is not to be stored, or null after refusing it. Of a built-in one its key is enough. */
    public @Nullable Rule readToTry(Members outer, String name, String workspaceId) {
        if (!outer.has(name)) {
            return outer.refuse(name, "must be given");
        }
        Members members = outer.inside(name);
        String key = members.has("key") ? key(members) : "dry-run";
        RuleDefinition read = read(
                members,
                key == null ? "" : key,
                key == null ? null : BuiltInRules.find(key).orElse(null));
        return read == null ? null : read.compile(workspaceId, 0);
    }

    /** A key that is given, or null after refusing it. */
    static @Nullable String key(Members members) {
        String key = members.line("key", RuleDefinition.MAX_KEY);
        if (key == null) {
            return members.has("key") ? null : members.refuse("key", "must be given");
        }
        if (key.equals("dry-run") || !isKey(key)) {
            return members.refuse("key", "must be of letters, digits, dots, - and _, and not dry-run, was " + key);
        }
        return key;
    }

    static boolean isKey(String text) {
        return text.matches("[A-Za-z0-9._-]{1," + RuleDefinition.MAX_KEY + "}");
    }

    private static @Nullable String eventPattern(Members members, @Nullable RuleDefinition defaults) {
        String pattern = members.text("eventPattern");
        if (pattern == null) {
            return defaults != null || members.has("eventPattern")
                    ? null
                    : members.refuse("eventPattern", "must be given, for example crm.deal.*");
        }
        return members.attempt("eventPattern", () -> EventKey.parsePattern(pattern)) == null ? null : pattern;
    }

    private static @Nullable String condition(Members members) {
        String condition = members.text("condition");
        return condition == null || members.attempt("condition", () -> Condition.of(condition)) == null
                ? null
                : condition;
    }

    private static @Nullable Priority priority(Members members) {
        return constant(members, "priority", Priority.class);
    }

    private static RuleDefinition.@Nullable Template template(Members members, @Nullable RuleDefinition defaults) {
        if (!members.has("template")) {
            members.inside("template");
            return defaults != null ? null : members.refuse("template", "must be given, with a title");
        }
        Members template = members.inside("template");
        Wording wording = wording(template);
        if (wording.title() == null && !template.has("title")) {
            template.refuse("title", "must be given");
        }
        Map<String, Wording> locales = locales(template);
        if (!members.isSound() || wording.title() == null) {
            return null;
        }
        RuleDefinition.Template read = new RuleDefinition.Template(
                wording.title(),
                Objects.requireNonNullElse(wording.body(), ""),
                wording.emailSubject(),
                wording.emailHtml(),
                locales);
        try {
            read.compile();
            return read;
        } catch (IllegalArgumentException e) {
            // The message begins with the field.
            String message = String.valueOf(e.getMessage());
            int end = message.indexOf(' ');
            String field = message.substring(0, end).replaceFirst("^template\\.", "");
            return template.refuse(field, message.substring(end + 1));
        }
    }

    private static Wording wording(Members members) {
        return new Wording(
                members.text("title"), members.text("body"), members.text("emailSubject"), members.text("emailHtml"));
    }

    private static @Nullable Map<String, Wording> locales(Members template) {
        if (!template.has("locales")) {
            return null;
        }
        Members locales = template.inside("locales");
        List<String> tags = locales.names();
        if (tags.size() > MAX_LOCALES) {
            return template.refuse("locales", "must be at most " + MAX_LOCALES + ", were " + tags.size());
        }
        Map<String, Wording> wordings = new TreeMap<>();
        tags.forEach(tag -> wordings.put(tag, wording(locales.inside(tag))));
        return wordings;
    }

    private static @Nullable List<ChannelKind> channels(Members members) {
        List<String> names = members.list("channels", MAX_CHANNELS);
        if (names == null) {
            return null;
        }
        List<ChannelKind> channels = new ArrayList<>();
        for (String name : names) {
            ChannelKind channel = constant(name, ChannelKind.class);
            if (channel == null || channels.contains(channel)) {
                return members.refuse("channels", "must be of WEBSOCKET, PUSH, EMAIL, each once, was " + names);
            }
            channels.add(channel);
        }
        return channels;
    }

    private @Nullable RecipientsDefinition recipients(Members members, @Nullable RuleDefinition defaults) {
        if (defaults != null && !members.has("recipients")) {
            return null;
        }
        return RecipientsDefinition.read(members.inside("recipients"), recipients.names());
    }

    private static @Nullable String collapseKey(Members members) {
        String key = members.line("collapseKey", RuleDefinition.MAX_COLLAPSE_KEY);
        return key == null || members.attempt("collapseKey", () -> Templates.text("collapseKey", key)) == null
                ? null
                : key;
    }

    private static RuleDefinition.@Nullable Throttle throttle(Members members) {
        boolean given = members.has("throttle");
        Members throttle = members.inside("throttle");
        Integer max = throttle.integer("max", 1, MAX_THROTTLE);
        String window = duration(throttle, "window", MONTH);
        if (given && members.isSound() && (max == null || window == null)) {
            return members.refuse("throttle", "must have max and window, for example {\"max\":5,\"window\":\"PT1H\"}");
        }
        return max == null || window == null ? null : new RuleDefinition.Throttle(max, window);
    }

    private static RuleDefinition.@Nullable Digest digest(Members members) {
        boolean given = members.has("digest");
        String window = duration(members.inside("digest"), "window", WEEK);
        if (given && members.isSound() && window == null) {
            return members.refuse("digest", "must have a window, for example {\"window\":\"PT5M\"}");
        }
        return window == null ? null : new RuleDefinition.Digest(window);
    }

    private static @Nullable String duration(Members members, String name, Duration most) {
        Duration duration = members.duration(name, SECOND, most);
        return duration == null ? null : duration.toString();
    }

    private static <E extends Enum<E>> @Nullable E constant(Members members, String name, Class<E> type) {
        JsonNode value = members.value(name);
        if (value == null) {
            return null;
        }
        E constant = constant(value.asText(), type);
        return constant != null
                ? constant
                : members.refuse(name, "must be one of " + List.of(type.getEnumConstants()) + ", was " + value);
    }

    private static <E extends Enum<E>> @Nullable E constant(String name, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        return null;
    }

    private static <T> T or(
            @Nullable T read, @Nullable RuleDefinition defaults, Function<RuleDefinition, T> member, T otherwise) {
        if (read != null) {
            return read;
        }
        return defaults == null ? otherwise : member.apply(defaults);
    }

    private static <T> @Nullable T orNull(
            @Nullable T read, @Nullable RuleDefinition defaults, Function<RuleDefinition, @Nullable T> member) {
        return read != null || defaults == null ? read : member.apply(defaults);
    }
}
