package dev.eventbus.webhook;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the Retry-After header (RFC 9110 §10.2.3): seconds or one of the three HTTP date formats. */
public final class RetryAfter {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,18}");
    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.RFC_1123_DATE_TIME,
            new DateTimeFormatterBuilder()
                    .appendPattern("EEEE, dd-MMM-")
                    .appendValueReduced(ChronoField.YEAR, 2, 2, 1_970)
                    .appendPattern(" HH:mm:ss 'GMT'")
                    .toFormatter(Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC),
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC));

    private RetryAfter() {}

    /** How long to wait: never negative, never above the cap; zero without a header or when it cannot be read. */
    public static Duration delay(@Nullable String header, Instant now, Duration cap) {
        if (header == null) {
            return Duration.ZERO;
        }
        Duration asked = asked(header.strip(), now);
        if (asked.isNegative()) {
            return Duration.ZERO;
        }
        return asked.compareTo(cap) > 0 ? cap : asked;
    }

    private static Duration asked(String header, Instant now) {
        if (SECONDS.matcher(header).matches()) {
            return Duration.ofSeconds(Long.parseLong(header));
        }
        for (DateTimeFormatter format : DATES) {
            try {
                return Duration.between(now, format.parse(header, Instant::from));
            } catch (DateTimeException notThisFormat) {
                // the next one may fit
            }
        }
        return Duration.ZERO;
    }
}
