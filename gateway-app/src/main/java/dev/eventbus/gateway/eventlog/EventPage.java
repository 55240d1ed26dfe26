package dev.eventbus.gateway.eventlog;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the event log, newest first.
 *
 * @param events each as its exact JSON
 * @param next where the list goes on, null at its end
 */
public record EventPage(List<byte[]> events, @Nullable Cursor next) {
    /** The answer of the API; the events' bytes are spliced in untouched. */
    public byte[] json() {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        write(json, "{\"items\":[");
        for (int i = 0; i < events.size(); i++) {
            write(json, i == 0 ? "" : ",");
            json.writeBytes(events.get(i));
        }
        write(json, "],\"nextCursor\":" + (next == null ? "null" : "\"" + next.text() + "\"") + "}");
        return json.toByteArray();
    }

    private static void write(ByteArrayOutputStream json, String text) {
        json.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
