package dev.eventbus.gateway.realtime;

import dev.eventbus.Position;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The frames the gateway sends, as JSON text. References are JSON already: they go back as the client wrote them. */
final class ServerFrame {
    static final String PONG = "{\"type\":\"pong\"}";

    private ServerFrame() {}

    /** @param after the position that came before all that follows: where to go on if nothing else is heard */
    static String subscribed(String ref, Position after) {
        return "{\"type\":\"subscribed\",\"ref\":" + ref + ",\"position\":\"" + after.sequence() + "\"}";
    }

    /** The next event of the reference comes from behind it. */
    static String gap(String ref, Gap gap) {
        return "{\"type\":\"gap\",\"ref\":" + ref + ",\"from\":\"" + gap.from() + "\",\"to\":\"" + gap.to() + "\"}";
    }

    static String unsubscribed(String ref) {
        return "{\"type\":\"unsubscribed\",\"ref\":" + ref + "}";
    }

    static String published(@Nullable String ref, String eventId) {
        return "{\"type\":\"published\",\"ref\":" + ref + ",\"eventId\":" + json(eventId) + "}";
    }

    /** @param event the event's JSON, made once for all sockets */
    static String event(List<String> refs, Position position, String event) {
        String at = position.isStored() ? Long.toString(position.sequence()) : "";
        return "{\"type\":\"event\",\"ref\":[" + String.join(",", refs) + "],\"position\":\"" + at + "\",\"event\":"
                + event + "}";
    }

    static String error(@Nullable String ref, Problem problem) {
        return error(ref, problem.code().toLowerCase(Locale.ROOT), problem.detail());
    }

    static String error(@Nullable String ref, String code, String message) {
        return "{\"type\":\"error\",\"ref\":" + ref + ",\"code\":" + json(code) + ",\"message\":" + json(message) + "}";
    }

    private static String json(String text) {
        return new String(Json.write(text), StandardCharsets.UTF_8);
    }
}
