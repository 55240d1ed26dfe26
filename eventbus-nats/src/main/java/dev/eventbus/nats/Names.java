package dev.eventbus.nats;

import dev.eventbus.topic.Segments;

/** What NATS allows as names and subjects, checked here because neither client nor old servers do so reliably. */
final class Names {
    private static final int MAX_NAME = 255;
    private static final int MAX_SUBJECT = 1_024;

    private Names() {}

    /** Stream and durable names. */
    static String require(String what, String name) {
        if (name.isEmpty() || name.length() > MAX_NAME || !isPrintable(name) || hasAny(name, ".*>/\\")) {
            throw new IllegalArgumentException(what + " must be 1 to 255 printable characters other than"
                    + " space . * > / \\, was " + Segments.quoted(name));
        }
        return name;
    }

    /** Subjects to subscribe to: {@code *} as a whole token, {@code >} as the last. */
    static String requireSubject(String what, String subject) {
        if (subject.isEmpty() || subject.length() > MAX_SUBJECT || !isPrintable(subject)) {
            throw new IllegalArgumentException(
                    what + " must be 1 to 1024 printable characters without space, was " + Segments.quoted(subject));
        }
        String[] tokens = subject.split("\\.", -1);
        for (int i = 0; i < tokens.length; i++) {
            boolean last = i == tokens.length - 1;
            if (tokens[i].isEmpty() || (tokens[i].equals(">") && !last)) {
                throw new IllegalArgumentException(what + " must not have an empty token, nor '>' before the end, was "
                        + Segments.quoted(subject));
            }
        }
        return subject;
    }

    private static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c > ' ' && c != 0x7f && !Character.isISOControl(c));
    }

    private static boolean hasAny(String text, String forbidden) {
        return text.chars().anyMatch(c -> forbidden.indexOf(c) >= 0);
    }
}
