package dev.eventbus.gateway.channels.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What of a request's headers travels with the event, as tags {@code name: value}: what tells deliveries apart, never what
 * proves or grants anything.
 */
public final class Said {
    private static final int MOST = 16;
    private static final int MAX_VALUE = 200;
    private static final Set<String> WANTED =
            Set.of("content-type", "user-agent", "webhook-id", "webhook-timestamp", "x-request-id");
    private static final Pattern WANTED_TOO = Pattern.compile(
            "x-[a-z0-9-]{0,50}(event|topic|delivery|event-type|event-id|hook-id|retry-num|retry-reason)");
    private static final Pattern SECRET =
            Pattern.compile("sign|auth|token|secret|key|cookie|hmac|digest|credential|password|session|jwt");

    private Said() {}

    /** @param values all values of a header, by its name */
    public static List<String> tags(Iterable<String> names, Function<String, List<String>> values) {
        List<String> tags = new ArrayList<>();
        for (String name : names) {
            String lower = name.toLowerCase(Locale.ROOT);
            List<String> all = values.apply(name);
            if (tags.size() < MOST && isWanted(lower) && all.size() == 1 && isPlain(all.getFirst())) {
                tags.add(lower + ": " + all.getFirst());
            }
        }
        tags.sort(null);
        return tags;
    }

    private static boolean isWanted(String name) {
        boolean isNamed = WANTED.contains(name) || WANTED_TOO.matcher(name).matches();
        return isNamed && !SECRET.matcher(name).find();
    }

    private static boolean isPlain(String value) {
        return value.length() <= MAX_VALUE && value.chars().allMatch(c -> c >= ' ' && c <= '~');
    }
}
