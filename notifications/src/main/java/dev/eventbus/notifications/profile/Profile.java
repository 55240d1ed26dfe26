package dev.eventbus.notifications.profile;

import dev.eventbus.notifications.rule.ChannelKind;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One person of a workspace, as far as notifications are concerned.
 *
 * @param userId who it is
 * @param email where to write to; null: to the address of the account
 * @param locale a BCP 47 tag, null if unknown
 * @param zone by which the person's day goes
 * @param quietHours when not to disturb; null: never quiet
 * @param preferences what is wanted at all
 */
public record Profile(
        String userId,
        @Nullable String email,
        @Nullable String locale,
        ZoneId zone,
        @Nullable QuietHours quietHours,
        Preferences preferences) {
    /** Somebody of whom nothing is known. */
    public static Profile unknown(String userId) {
        return new Profile(userId, null, null, ZoneOffset.UTC, null, Preferences.NONE);
    }

    /** The rule's channels less what the person switched off. */
    public Set<ChannelKind> channels(String rule, Set<ChannelKind> offered) {
        return preferences.wanted(rule, offered);
    }

    /** Until when the person is not to be disturbed, or null if not now. */
    public @Nullable Instant quietUntil(Instant now) {
        return quietHours == null ? null : quietHours.endOfQuiet(now, zone);
    }

    /** The same person without one channel of one rule. */
    Profile without(String rule, ChannelKind channel) {
        return new Profile(userId, email, locale, zone, quietHours, preferences.without(rule, channel));
    }
}
