package dev.eventbus.webhook;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many calls are allowed in what time.
 *
 * @param calls 1 to 1,000,000
 * @param per a second, a minute or an hour
 */
public record RateLimit(int calls, Duration per) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,7})\\s*/\\s*(s|m|h)");
    private static final int MOST = 1_000_000;

    public RateLimit {
        if (calls < 1 || calls > MOST) {
            throw new IllegalArgumentException("a rate limit must allow 1 to " + MOST + " calls, was " + calls);
        }
        if (!per.isPositive()) {
            throw new IllegalArgumentException("a rate limit must be per a positive time, was " + per);
        }
    }

    /** Reads {@code 100/s}, {@code 600/m} or {@code 5000/h}. */
    public static RateLimit parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a rate limit must be like 100/s, 600/m or 5000/h, was \"" + Headers.escaped(text) + "\"");
        }
        Duration per = switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            default -> Duration.ofHours(1);
        };
        return new RateLimit(Integer.parseInt(matcher.group(1)), per);
    }

    /** The time after which one more call is allowed. */
    long nanosPerCall() {
        return Math.max(1, per.toNanos() / calls);
    }
}
