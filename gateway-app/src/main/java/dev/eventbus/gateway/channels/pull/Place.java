package dev.eventbus.gateway.channels.pull;

import org.jspecify.annotations.Nullable;

/**
 * How far a channel got.
 *
 * @param position of a stream the last event id, of a list its cursor
 * @param etag of the last list all of whose items were published
 * @param lastModified of the same
 */
record Place(
        @Nullable String position,
        @Nullable String etag,
        @Nullable String lastModified) {
    static final Place START = new Place(null, null, null);

    private static final int MAX_LENGTH = 1_000;

    static Place ofStream(@Nullable String lastEventId) {
        return new Place(plain(lastEventId), null, null);
    }

    /** The validators of an answer that was asked for with this cursor. */
    static Place ofList(@Nullable String cursor, @Nullable String etag, @Nullable String lastModified) {
        return new Place(cursor, plain(etag), plain(lastModified));
    }

    /** Nothing is known yet of the answer that this cursor leads to. */
    static Place atCursor(String cursor) {
        return new Place(cursor, null, null);
    }

    /** What cannot be sent back as a header is of no use. */
    private static @Nullable String plain(@Nullable String text) {
        boolean isPlain = text != null
                && !text.isBlank()
                && text.length() <= MAX_LENGTH
                && text.chars().allMatch(c -> c >= ' ' && c <= '~')
                && text.strip().length() == text.length();
        return isPlain ? text : null;
    }
}
