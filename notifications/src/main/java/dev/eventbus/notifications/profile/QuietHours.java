package dev.eventbus.notifications.profile;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When somebody is not to be disturbed, by the clock on their wall. Where clocks go forward, a time that is skipped is
 * the moment of the change; where they go back, quiet begins the first time and ends the second time it strikes.
 *
 * @param from when it begins
 * @param to when it ends; the day after, if it is not later than {@code from}
 * @param days on which it begins
 */
public record QuietHours(LocalTime from, LocalTime to, Set<DayOfWeek> days) {
    public QuietHours {
        if (from.equals(to)) {
            throw new IllegalArgumentException("must have two different times, were both " + from);
        }
        days = Set.copyOf(days);
    }

    /** When the quiet around an instant ends, or null if it is not quiet then. */
    public @Nullable Instant endOfQuiet(Instant now, ZoneId zone) {
        LocalDate today = now.atZone(zone).toLocalDate();
        for (LocalDate date : List.of(today.minusDays(1), today)) {
            if (days.contains(date.getDayOfWeek())) {
                Instant begin = instant(date.atTime(from), zone, false);
                Instant end = instant((to.isAfter(from) ? date : date.plusDays(1)).atTime(to), zone, true);
                if (!now.isBefore(begin) && now.isBefore(end)) {
                    return end;
                }
            }
        }
        return null;
    }

    private static Instant instant(LocalDateTime time, ZoneId zone, boolean second) {
        ZoneOffsetTransition change = zone.getRules().getTransition(time);
        if (change != null && change.isGap()) {
            return change.getInstant();
        }
        ZonedDateTime struck = time.atZone(zone);
        return (second ? struck.withLaterOffsetAtOverlap() : struck.withEarlierOffsetAtOverlap()).toInstant();
    }
}
