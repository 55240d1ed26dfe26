package dev.eventbus.webhook;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one request carries.
 *
 * @param bytes the body, sent as it is; not copied, so the caller leaves it alone
 * @param type the Content-Type
 * @param headers of this attempt only, such as a signature or a trace context
 */
@SuppressWarnings("ArrayRecordComponent") // carried from producer to socket, never compared
public record Content(byte[] bytes, String type, Map<String, String> headers) {
    public Content {
        headers = Headers.checked(headers);
    }

    /** JSON without further headers. */
    public static Content json(byte[] bytes) {
        return new Content(bytes, "application/json", Map.of());
    }

    /** With further headers; they win over those of the same name. */
    public Content withHeaders(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Content(bytes, type, all);
    }

    @Override
    public String toString() {
        return "Content[bytes=" + bytes.length + ", type=" + type + ", headers=" + headers.keySet() + "]";
    }
}
