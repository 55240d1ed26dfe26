package dev.eventbus.nats;

import org.jspecify.annotations.Nullable;

/**
 * A dead letter with its body.
 *
 * @param body the original's bytes, fetched from its own stream where the letter has none; null if they are gone there
 */
@SuppressWarnings("ArrayRecordComponent") // carried from stream to socket, never compared
public record OpenedLetter(StoredLetter letter, byte @Nullable [] body) {
    @Override
    public String toString() {
        return "OpenedLetter[letter=" + letter + ", body=" + (body == null ? "gone" : body.length + " bytes") + "]";
    }
}
