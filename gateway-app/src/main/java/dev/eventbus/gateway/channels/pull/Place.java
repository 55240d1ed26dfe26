package dev.eventbus.gateway.channels.pull;

import org.jspecify.annotations.Nullable;

/**
 * How far a channel got.
 *
 * @param lastEventId of a stream
 * @param etag of the last list all of whose items were published
 * @param lastModified of the same
 */
record Place(
        @Nullable String lastEventId,
        @Nullable String etag,
        @Nullable String lastModified) {
    static final Place START = new Place(null, null, null);

    private static final int MAX_LENGTH = 1_000;

    static Place ofStream(@Nullable String lastEventId) {
        return new Place(plain(lastEventId), null, null);
    }

    static Place ofList(@Nullable String etag, @Nullable String lastModified) {
        return new Place(null, plain(etag), plain(lastModified));
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
