package dev.eventbus.webhook;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Some HTTP statuses, from 300 to 599: what is not 2xx and may be a final answer. Immutable. */
public final class StatusSet {
    public static final StatusSet NONE = new StatusSet(new BitSet(), "none");

    private static final int FIRST = 300;
    private static final int LAST = 599;
    private static final Pattern ENTRY = Pattern.compile("([345])xx|(\\d{3})(?:-(\\d{3}))?");

    private final BitSet statuses;
    private final String text;

    private StatusSet(BitSet statuses, String text) {
        this.statuses = statuses;
        this.text = text;
    }

    /**
     * Reads entries such as {@code 404}, {@code 5xx} and {@code 500-503}.
     *
     * @throws IllegalArgumentException naming the entry that is none
     */
    public static StatusSet parse(List<String> entries) {
        BitSet statuses = new BitSet();
        for (String entry : entries) {
            Matcher matcher = ENTRY.matcher(entry);
            if (!matcher.matches()) {
                throw wrong(entry);
            }
            if (matcher.group(1) != null) {
                int hundreds = Integer.parseInt(matcher.group(1)) * 100;
                statuses.set(hundreds, hundreds + 100);
            } else {
                int from = Integer.parseInt(matcher.group(2));
                int to = matcher.group(3) == null ? from : Integer.parseInt(matcher.group(3));
                if (from < FIRST || to > LAST || from > to) {
                    throw wrong(entry);
                }
                statuses.set(from, to + 1);
            }
        }
        return new StatusSet(statuses, String.join(", ", entries));
    }

    private static IllegalArgumentException wrong(String entry) {
        return new IllegalArgumentException("a status must be like 404, 5xx or 500-503, from " + FIRST + " to " + LAST
                + ", was \"" + Headers.escaped(entry) + "\"");
    }

    public boolean contains(int status) {
        return statuses.get(status);
    }

    /** The first status that is in both, or 0. */
    public int firstSharedWith(StatusSet other) {
        BitSet shared = (BitSet) statuses.clone();
        shared.and(other.statuses);
        return Math.max(0, shared.nextSetBit(0));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StatusSet set && statuses.equals(set.statuses);
    }

    @Override
    public int hashCode() {
        return statuses.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
