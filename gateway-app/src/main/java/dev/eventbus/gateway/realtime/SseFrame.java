package dev.eventbus.gateway.realtime;

import dev.eventbus.Position;

/** What the gateway says on an event stream, as of the HTML standard's section on server-sent events. */
final class SseFrame {
    /** A comment: keeps what stands between from closing a silent connection. */
    static final String HEARTBEAT = ":\n\n";

    private SseFrame() {}

    /**
     * The first words: when to come back, and from where on to ask if nothing else was heard.
     *
     * @param last the position that came before all that follows; 0 where nothing is stored yet
     */
    static String hello(Position last) {
        return "retry: 2000\nid: " + last.sequence() + "\n\n";
    }

    /** An event without a position leaves the last one standing: coming back, the client goes on from there. */
    static String event(Position position, String event) {
        return id(position) + "data: " + onOneLine(event) + "\n\n";
    }

    /** Positions whose events cannot be told any more. */
    static String gap(Gap gap) {
        return "event: gap\nid: " + gap.to() + "\ndata: {\"from\":\"" + gap.from() + "\",\"to\":\"" + gap.to()
                + "\"}\n\n";
    }

    private static String id(Position position) {
        return position.isStored() ? "id: " + position.sequence() + "\n" : "";
    }

    /** In JSON a line can only end between tokens, where a space is as good; anywhere else it is refused at the door. */
    private static String onOneLine(String json) {
        return json.replace('\n', ' ').replace('\r', ' ');
    }
}
