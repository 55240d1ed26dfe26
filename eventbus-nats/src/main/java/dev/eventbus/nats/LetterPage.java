package dev.eventbus.nats;

import java.util.List;

/**
 * Some dead letters, oldest first.
 *
 * @param next the sequence to go on from; 0 if there were no more when this was read
 */
public record LetterPage(List<StoredLetter> letters, long next) {
    public LetterPage {
        letters = List.copyOf(letters);
    }

    public boolean hasNext() {
        return next > 0;
    }
}
