package dev.eventbus.notifications.profile;

import dev.eventbus.notifications.json.Members;
import dev.eventbus.notifications.rule.ChannelKind;
import dev.eventbus.topic.Segments;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.IllformedLocaleException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a profile as a client writes it; strict, and what is left out is the default. */
final class ProfileRequest {
    static final String MUTED = "muted";
    static final int MAX_RULES = 200;
    static final int MAX_RULE_KEY = 128;

    private static final int MAX_LOCALE = 35;
    private static final Pattern MINUTE = Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d");

    private ProfileRequest() {}

    /** Throws a problem (400) naming every field at fault. */
    static Profile parse(String userId, byte @Nullable [] body) {
        Members members = Members.read(body);
        String email = members.text("email", EmailAddress::require);
        String locale = members.text("locale", ProfileRequest::locale);
        ZoneId zone = members.text("timeZone", ProfileRequest::zone);
        QuietHours quiet = quiet(members);
        Preferences preferences = preferences(members.object("preferences"));
        members.check();
        return new Profile(userId, email, locale, zone == null ? ZoneOffset.UTC : zone, quiet, preferences);
    }

    /** The zone of that name; the zone itself where a row has it. */
    static ZoneId zone(String name) {
        if (name.equals("UTC")) {
            return ZoneOffset.UTC;
        }
        if (ZoneId.getAvailableZoneIds().contains(name)) {
            return ZoneId.of(name);
        }
        throw new IllegalArgumentException(
                "must be a time zone such as Europe/Berlin or UTC, was " + Segments.quoted(name));
    }

    private static String locale(String tag) {
        try {
            String normal = new Locale.Builder().setLanguageTag(tag).build().toLanguageTag();
            if (tag.length() <= MAX_LOCALE && !normal.equals("und")) {
                return normal;
            }
        } catch (IllformedLocaleException e) {
            // Said below, as for one that is too long.
        }
        throw new IllegalArgumentException("must be a BCP 47 language tag such as en or pt-BR, at most " + MAX_LOCALE
                + " characters, was " + Segments.quoted(tag));
    }

    static @Nullable QuietHours quiet(Members members) {
        Members object = members.object("quietHours");
        if (object == null) {
            return null;
        }
        LocalTime from = object.text("from", ProfileRequest::time);
        LocalTime to = object.text("to", ProfileRequest::time);
        Set<DayOfWeek> days = days(object);
        for (String name : List.of("from", "to")) {
            if (!object.names().contains(name)) {
                object.refuse(name, "must be given, such as 22:00");
            }
        }
        if (from == null || to == null) {
            return null;
        }
        if (from.equals(to)) {
            return object.refuse(
                    "to", "must differ from \"from\", was " + to + "; for quiet all day switch channels off");
        }
        return new QuietHours(from, to, days);
    }

    private static LocalTime time(String text) {
        if (MINUTE.matcher(text).matches()) {
            return LocalTime.parse(text);
        }
        throw new IllegalArgumentException("must be a time from 00:00 to 23:59, was " + Segments.quoted(text));
    }

    private static Set<DayOfWeek> days(Members quiet) {
        List<String> names = quiet.texts("days", DayOfWeek.values().length);
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String name : names == null ? List.<String>of() : names) {
            Arrays.stream(DayOfWeek.values())
                    .filter(day -> day.name().equals(name))
                    .findFirst()
                    .ifPresentOrElse(
                            days::add,
                            () -> quiet.refuse("days", "must be of MONDAY to SUNDAY, was " + Segments.quoted(name)));
        }
        return days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : days;
    }

    static Preferences preferences(@Nullable Members object) {
        if (object == null) {
            return Preferences.NONE;
        }
        Members channels = object.object("channels");
        Members rules = object.object("rules");
        return new Preferences(
                channels == null ? Map.of() : byChannel(channels.flags(ProfileRequest::channel)),
                rules == null ? Map.of() : rules(object, rules));
    }

    private static Map<String, Preferences.OfRule> rules(Members preferences, Members rules) {
        List<String> keys = rules.names();
        if (keys.size() > MAX_RULES) {
            preferences.refuse("rules", "must be at most " + MAX_RULES + " rules, were " + keys.size());
        }
        Map<String, Preferences.OfRule> byKey = new LinkedHashMap<>();
        // All of them: each link that ends e-mails adds one to what is stored, and none of those may be forgotten.
        for (String key : keys) {
            Members said = rules.object(key);
            if (!isRuleKey(key)) {
                rules.refuse(key, "must be the key of a rule: 1 to " + MAX_RULE_KEY + " of A-Z a-z 0-9 . _ -");
            } else if (said != null) {
                Map<String, Boolean> flags = said.flags(ProfileRequest::channelOrMuted);
                boolean muted = Boolean.TRUE.equals(flags.remove(MUTED));
                byKey.put(key, new Preferences.OfRule(muted, byChannel(flags)));
            }
        }
        return byKey;
    }

    static boolean isRuleKey(String key) {
        return key.matches("[A-Za-z0-9_.-]{1," + MAX_RULE_KEY + "}");
    }

    private static void channelOrMuted(String name) {
        if (!name.equals(MUTED)) {
            channel(name);
        }
    }

    private static ChannelKind channel(String name) {
        return Arrays.stream(ChannelKind.values())
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "must be one of " + Arrays.toString(ChannelKind.values()) + ", was " + Segments.quoted(name)));
    }

    private static Map<ChannelKind, Boolean> byChannel(Map<String, Boolean> flags) {
        Map<ChannelKind, Boolean> byChannel = new EnumMap<>(ChannelKind.class);
        flags.forEach((name, on) -> byChannel.put(channel(name), on));
        return byChannel;
    }
}
