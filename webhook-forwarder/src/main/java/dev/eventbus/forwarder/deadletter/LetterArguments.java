package dev.eventbus.forwarder.deadletter;

import dev.eventbus.forwarder.admin.Problem;
import dev.eventbus.forwarder.admin.ProblemException;
import dev.eventbus.nats.DeadLetterShelf;
import dev.eventbus.nats.LetterFilter;
import dev.eventbus.webhook.RateLimit;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What somebody wrote to say which letters they mean; every misfit names field, value and remedy. */
record LetterArguments(Map<String, String> given) {
    static final Set<String> FILTER = Set.of("subscription", "subject", "class", "from", "to");

    private static final int DEFAULT_LIMIT = 100;

    /** @param known the fields there are */
    static LetterArguments of(Map<String, String> given, Set<String> known) {
        given.keySet().stream()
                .filter(field -> !known.contains(field))
                .findFirst()
                .ifPresent(unknown -> {
                    throw misfit(
                            shown(unknown),
                            "is unknown; known here: " + known.stream().sorted().collect(Collectors.joining(", ")));
                });
        return new LetterArguments(given);
    }

    LetterFilter filter() {
        LetterFilter filter = field("subscription", text -> LetterFilter.ALL.withSubscription(text), LetterFilter.ALL);
        LetterFilter bySubject = field("subject", filter::withSubject, filter);
        LetterFilter byClass = field("class", bySubject::withKind, bySubject);
        String begin = given.get("from");
        Instant from = begin == null ? null : read("from", begin, LetterArguments::time);
        return field("to", text -> byClass.withTime(from, time(text)), byClass.withTime(from, null));
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "must be a time such as 2026-11-21T08:00:00Z, was \"" + shown(text) + "\"", e);
        }
    }

    /** For what changes something: to mean every letter there is, one has to say so by a field. */
    LetterFilter narrowFilter() {
        LetterFilter filter = filter();
        if (filter.equals(LetterFilter.ALL)) {
            throw misfit(
                    "subscription", "must be given, or one of subject, class, from and to; subject > is every letter");
        }
        return filter;
    }

    int limit() {
        return field(
                "limit",
                text -> {
                    long limit = number(text);
                    if (limit < 1 || limit > DeadLetterShelf.MOST_PER_PAGE) {
                        throw new IllegalArgumentException(
                                "must be 1 to " + DeadLetterShelf.MOST_PER_PAGE + ", was " + limit);
                    }
                    return (int) limit;
                },
                DEFAULT_LIMIT);
    }

    /** The sequence of the first letter of the page. */
    long cursor() {
        return field("cursor", LetterArguments::sequence, 1L);
    }

    RateLimit rate() {
        return field("rate", LetterArguments::rate, BulkReplay.Order.DEFAULT_RATE);
    }

    private static RateLimit rate(String text) {
        try {
            return RateLimit.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()).replaceFirst("^a rate limit ", ""), e);
        }
    }

    /** A letter's place in the dead-letter stream. */
    static long sequence(String text) {
        long sequence = number(text);
        if (sequence < 1) {
            throw new IllegalArgumentException("must be 1 or more, was " + sequence);
        }
        return sequence;
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a whole number, was \"" + shown(text) + "\"", e);
        }
    }

    private <T> T field(String name, Function<String, T> read, T otherwise) {
        String text = given.get(name);
        return text == null ? otherwise : read(name, text, read);
    }

    static <T> T read(String name, String text, Function<String, T> read) {
        try {
            return read.apply(text);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw misfit(name, message.startsWith(name + " ") ? message.substring(name.length() + 1) : message);
        }
    }

    static ProblemException misfit(String field, String message) {
        return new ProblemException(Problem.invalid(field, message));
    }

    private static String shown(String text) {
        String printable = text.replaceAll("[^\\x20-\\x7E]", "?");
        return printable.length() <= 60 ? printable : printable.substring(0, 60) + "...";
    }
}
