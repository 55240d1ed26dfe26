package dev.eventbus.webhook;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A message and what is known of it, ready to be wrapped. The same envelope gives the same bytes every time. Data that
 * is JSON goes in byte for byte; other UTF-8 text becomes a string; anything else is base64.
 *
 * @param source where the message comes from, a URI reference such as {@code /streams/EVENTS}; for CloudEvents
 * @param data the producer's bytes; not copied
 * @param storedAt when the message was stored; written in UTC with whole seconds
 * @param messageId what the receiver can recognise a repetition by
 */
@SuppressWarnings("ArrayRecordComponent") // carried from producer to socket, never compared
public record Envelope(String source, String subject, byte[] data, Instant storedAt, String messageId) {
    private static final String STRUCTURED = "application/cloudevents+json; charset=utf-8";

    /** What to send. */
    public Content toContent(EnvelopeFormat format) {
        DataKind kind = DataKind.of(data);
        return switch (format) {
            case STANDARD -> Content.json(standard(kind));
            case CLOUDEVENTS -> new Content(structured(kind), STRUCTURED, Map.of());
            case CLOUDEVENTS_BINARY -> new Content(data, kind.contentType, attributes());
            case RAW -> new Content(data, kind.contentType, Map.of());
        };
    }

    private byte[] standard(DataKind kind) {
        ByteArrayOutputStream out = opened("{\"subject\":" + JsonString.quoted(subject) + ",\"data\":");
        writeValue(out, kind);
        if (kind == DataKind.BINARY) {
            write(out, ",\"data_encoding\":\"base64\"");
        }
        write(out, ",\"timestamp\":\"" + time() + "\",\"message_id\":" + JsonString.quoted(messageId) + "}");
        return out.toByteArray();
    }

    /** CloudEvents JSON format 1.0, section 3: what is not text stands in {@code data_base64}. */
    private byte[] structured(DataKind kind) {
        ByteArrayOutputStream out = opened("{\"specversion\":\"1.0\",\"id\":" + JsonString.quoted(messageId)
                + ",\"source\":" + JsonString.quoted(source) + ",\"type\":" + JsonString.quoted(subject)
                + ",\"time\":\"" + time() + "\",\"datacontenttype\":\"" + kind.contentType + "\",");
        write(out, kind == DataKind.BINARY ? "\"data_base64\":" : "\"data\":");
        writeValue(out, kind);
        write(out, "}");
        return out.toByteArray();
    }

    private Map<String, String> attributes() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce-specversion", "1.0");
        headers.put("ce-id", headerValue(messageId));
        headers.put("ce-source", headerValue(source));
        headers.put("ce-type", headerValue(subject));
        headers.put("ce-time", time());
        return headers;
    }

    /** CloudEvents HTTP binding 1.0, section 3.1.3.2: percent-encoded but for printable ASCII, and not for all of it. */
    private static String headerValue(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b > 0x20 && b < 0x7F && b != '"' && b != '%';
            out.append(plain ? String.valueOf((char) b) : String.format("%%%02X", b & 0xFF));
        }
        return out.toString();
    }

    private String time() {
        return DateTimeFormatter.ISO_INSTANT.format(storedAt.truncatedTo(ChronoUnit.SECONDS));
    }

    private ByteArrayOutputStream opened(String beginning) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(data.length + 256);
        write(out, beginning);
        return out;
    }

    private void writeValue(ByteArrayOutputStream out, DataKind kind) {
        switch (kind) {
            case JSON -> out.write(data, 0, data.length);
            case TEXT -> write(out, JsonString.quoted(new String(data, StandardCharsets.UTF_8)));
            case BINARY -> write(out, "\"" + Base64.getEncoder().encodeToString(data) + "\"");
        }
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "Envelope[subject=" + subject + ", data=" + data.length + " bytes, storedAt=" + storedAt + ", messageId="
                + messageId + "]";
    }
}
