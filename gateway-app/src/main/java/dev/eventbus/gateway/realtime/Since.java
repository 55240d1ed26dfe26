package dev.eventbus.gateway.realtime;

import dev.eventbus.Position;
import dev.eventbus.topic.Segments;

/** Where a subscription begins. */
sealed interface Since {
    /** With what comes from now on. */
    record Now() implements Since {}

    /** Behind a position that was heard last. */
    record After(Position position) implements Since {}

    /** Behind an event that was heard last and is in the log. */
    record AfterEvent(String eventId) implements Since {}

    /** Reads what a client wrote. Digits alone are a position. Throws {@link IllegalArgumentException} for what is neither. */
    static Since parse(String text) {
        if (text.matches("[0-9]{1,18}")) {
            return new After(new Position(Long.parseLong(text)));
        }
        try {
            return new AfterEvent(Segments.require("since", text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "since must be the position of an event, or the id of one in the event log, was "
                            + Segments.quoted(text),
                    e);
        }
    }
}
