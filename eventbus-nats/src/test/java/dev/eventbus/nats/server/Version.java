package dev.eventbus.nats.server;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The version of a nats-server, comparable by number. */
record Version(int major, int minor, int patch) implements Comparable<Version> {

    static final Version MINIMUM = new Version(2, 9, 0);

    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?");

    /** The first version number in a text such as {@code nats-server: v2.10.7}. */
    static Optional<Version> in(String text) {
        return NUMBERS.matcher(text)
                .results()
                .findFirst()
                .map(m -> new Version(number(m.group(1)), number(m.group(2)), number(m.group(3))));
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    @Override
    public int compareTo(Version other) {
        return Comparator.comparingInt(Version::major)
                .thenComparingInt(Version::minor)
                .thenComparingInt(Version::patch)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
