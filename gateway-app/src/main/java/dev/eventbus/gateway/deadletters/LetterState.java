package dev.eventbus.gateway.deadletters;

import dev.eventbus.topic.Segments;
import java.util.Arrays;

/**
 * What became of a dead letter.
 *
 * <pre>
 *   OPEN ──replay──▶ REPLAYING ──delivered──▶ REPLAYED
 *     ▲────────failed again──┘                   │
 *     ▲────────event replayed and failed again───┘
 * </pre>
 */
enum LetterState {
    OPEN,
    REPLAYING,
    REPLAYED;

    static LetterState parse(String text) {
        return Arrays.stream(values())
                .filter(state -> state.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "state must be OPEN, REPLAYING or REPLAYED, was " + Segments.quoted(text)));
    }
}
