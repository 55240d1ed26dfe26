package dev.eventbus.gateway.query;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param items each as its exact JSON
 * @param next where the list goes on, null at its end
 */
public record Page(List<byte[]> items, @Nullable Cursor next) {
    /** How many bytes of events an answer may hold; one that exceeds them by itself comes alone. */
    public static final int MAX_BYTES = 8 << 20;

    /** The answer of the API; the items' bytes are spliced in untouched. */
    public byte[] json() {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        write(json, "{\"items\":[");
        for (int i = 0; i < items.size(); i++) {
            write(json, i == 0 ? "" : ",");
            json.writeBytes(items.get(i));
        }
        write(json, "],\"nextCursor\":" + (next == null ? "null" : "\"" + next.text() + "\"") + "}");
        return json.toByteArray();
    }

    private static void write(ByteArrayOutputStream json, String text) {
        json.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
