package dev.eventbus.nats;

import dev.eventbus.topic.Segments;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant; null asks for nothing in particular.
 *
 * @param subscription the token after {@code dlq.}: a durable subscription's name
 * @param subject of the original message, with wildcards
 * @param kind the class of the failure, such as {@code exhausted}
 * @param from letters stored at this time or later
 * @param to letters stored before this time
 */
public record LetterFilter(
        @Nullable String subscription,
        @Nullable String subject,
        @Nullable String kind,
        @Nullable Instant from,
        @Nullable Instant to) {
    /** Every letter. */
    public static final LetterFilter ALL = new LetterFilter(null, null, null, null, null);

    public LetterFilter {
        if (subscription != null) {
            Segments.require("subscription", subscription);
        }
        if (subject != null) {
            Names.requireSubject("subject", subject);
        }
        if (kind != null) {
            Segments.require("class", kind);
        }
        if (from != null && to != null && !from.isBefore(to)) {
            throw new IllegalArgumentException("to must be later than from (" + from + "), was " + to);
        }
    }

    /** Every letter of a subscription. */
    public static LetterFilter of(String subscription) {
        return new LetterFilter(subscription, null, null, null, null);
    }

    public LetterFilter withSubscription(@Nullable String subscription) {
        return new LetterFilter(subscription, subject, kind, from, to);
    }

    public LetterFilter withSubject(@Nullable String subject) {
        return new LetterFilter(subscription, subject, kind, from, to);
    }

    public LetterFilter withKind(@Nullable String kind) {
        return new LetterFilter(subscription, subject, kind, from, to);
    }

    public LetterFilter withTime(@Nullable Instant from, @Nullable Instant to) {
        return new LetterFilter(subscription, subject, kind, from, to);
    }

    /** What the server selects by. */
    String filterSubject() {
        return DeadLetters.PREFIX + (subscription == null ? "*" : subscription) + "."
                + (subject == null ? ">" : subject);
    }

    /** Whether the server's selection, and where it begins, leave nothing to look at. */
    boolean isLeftToServer() {
        return kind == null && to == null;
    }

    /** What the server could not select by. */
    boolean matches(StoredLetter letter) {
        return (kind == null || kind.equals(letter.failure().kind()))
                && (from == null || !letter.storedAt().isBefore(from))
                && !isPast(letter.storedAt());
    }

    /** Whether nothing stored at this time or later matches. */
    boolean isPast(Instant storedAt) {
        return to != null && !storedAt.isBefore(to);
    }
}
