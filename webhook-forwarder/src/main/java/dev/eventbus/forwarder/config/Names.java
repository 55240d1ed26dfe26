package dev.eventbus.forwarder.config;

import java.util.regex.Pattern;

/** Reads the names that NATS and dead letters are filed under. */
final class Names {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern SUBJECT =
            Pattern.compile("(?:(?:\\*|[^\\s\\p{Cc}.*>]+)\\.)*(?:\\*|>|[^\\s\\p{Cc}.*>]+)");

    private Names() {}

    static String token(Value value) {
        String name = value.text();
        if (!TOKEN.matcher(name).matches()) {
            throw value.misfit("must be 1 to 64 letters, digits, hyphens or underscores");
        }
        return name;
    }

    static String subject(Value value) {
        String subject = value.text();
        if (subject.length() > 255 || !SUBJECT.matcher(subject).matches()) {
            throw value.misfit("must be words joined by dots, * for one word, > at the end for the rest");
        }
        return subject;
    }
}
