package dev.eventbus.webhook;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;

/**
 * The standard wrapping of a message: {@code {"subject","data","timestamp","message_id"}}. The same envelope gives the
 * same bytes every time.
 *
 * @param data the producer's bytes; not copied
 * @param storedAt when the message was stored; written in UTC with whole seconds
 * @param messageId what the receiver can recognise a repetition by
 */
@SuppressWarnings("ArrayRecordComponent") // carried from producer to socket, never compared
public record Envelope(String subject, byte[] data, Instant storedAt, String messageId) {

    /**
     * The body to send. Data that is JSON is spliced in byte for byte; other UTF-8 text becomes a string; anything else
     * is base64 with {@code "data_encoding":"base64"}.
     */
    public byte[] toJson() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(data.length + 256);
        write(out, "{\"subject\":" + JsonString.quoted(subject) + ",\"data\":");
        writeData(out);
        String timestamp = DateTimeFormatter.ISO_INSTANT.format(storedAt.truncatedTo(ChronoUnit.SECONDS));
        write(out, ",\"timestamp\":\"" + timestamp + "\",\"message_id\":" + JsonString.quoted(messageId) + "}");
        return out.toByteArray();
    }

    private void writeData(ByteArrayOutputStream out) {
        Optional<String> text = utf8(data);
        if (text.isEmpty()) {
            write(out, "\"" + Base64.getEncoder().encodeToString(data) + "\",\"data_encoding\":\"base64\"");
        } else if (JsonText.isOneValue(data)) {
            out.write(data, 0, data.length);
        } else {
            write(out, JsonString.quoted(text.get()));
        }
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
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
