package dev.eventbus.topic;

import org.jspecify.annotations.Nullable;

/**
 * Gives tokens that come again and again, such as names of sources and events, one string each instead of one per
 * pattern. Remembers the latest token for each of a bounded number of places, so rare ones just stay what they are.
 * Not safe for use by several threads.
 */
final class SharedTokens {
    private static final int PLACES = 1 << 10;

    private final @Nullable String[] latest = new String[PLACES];

    String shared(String token) {
        int place = Node.hash(token) & (PLACES - 1);
        String known = latest[place];
        if (token.equals(known)) {
            return known;
        }
        latest[place] = token;
        return token;
    }
}
