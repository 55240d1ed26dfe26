package dev.eventbus.gateway.realtime;

import dev.eventbus.Position;
import java.util.List;

/** How a client is told: in frames of a WebSocket or in blocks of an event stream. */
enum Voice {
    SOCKET {
        @Override
        String begun(String ref, Position after) {
            return ServerFrame.subscribed(ref, after);
        }

        @Override
        String event(List<String> refs, SharedEvent event) {
            return event.frame(refs);
        }

        @Override
        String gap(String ref, Gap gap) {
            return ServerFrame.gap(ref, gap);
        }
    },
    STREAM {
        @Override
        String begun(String ref, Position after) {
            return SseFrame.hello(after);
        }

        @Override
        String event(List<String> refs, SharedEvent event) {
            return event.block();
        }

        @Override
        String gap(String ref, Gap gap) {
            return SseFrame.gap(gap);
        }
    };

    /** A subscription is in force, behind a position. */
    abstract String begun(String ref, Position after);

    abstract String event(List<String> refs, SharedEvent event);

    /** Positions whose events cannot be told any more. */
    abstract String gap(String ref, Gap gap);
}
