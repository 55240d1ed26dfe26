package dev.eventbus.forwarder.deadletter;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.eventbus.json.Json;
import dev.eventbus.nats.OpenedLetter;
import dev.eventbus.webhook.Envelope;
import dev.eventbus.webhook.EnvelopeFormat;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter with its data: JSON as it is, text as a string, anything else as base64.
 *
 * @param dataEncoding json, text, base64, or gone where the body is neither here nor in its own stream
 * @param truncated whether there is more than the first {@value #MOST} bytes; JSON is cut as text
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BodyView(
        @JsonUnwrapped LetterView letter,
        String dataEncoding,
        boolean truncated,
        @JsonRawValue @Nullable String data) {
    static final int MOST = 64 * 1024;

    static BodyView of(OpenedLetter opened) {
        LetterView letter = LetterView.of(opened.letter());
        byte[] body = opened.body();
        if (body == null) {
            return new BodyView(letter, "gone", false, null);
        }
        boolean truncated = body.length > MOST;
        byte[] shown = truncated ? Arrays.copyOf(body, MOST) : body;
        String text = new String(shown, StandardCharsets.UTF_8);
        return switch (type(body)) {
            case "application/json" ->
                truncated ? quoted(letter, "text", true, text) : new BodyView(letter, "json", false, text);
            case "application/octet-stream" ->
                quoted(letter, "base64", truncated, Base64.getEncoder().encodeToString(shown));
            default -> quoted(letter, "text", truncated, text);
        };
    }

    private static BodyView quoted(LetterView letter, String encoding, boolean truncated, String data) {
        return new BodyView(letter, encoding, truncated, new String(Json.write(data), StandardCharsets.UTF_8));
    }

    /** Told by the same rules as a delivery's. */
    private static String type(byte[] body) {
        return new Envelope("", "", body, Instant.EPOCH, "")
                .toContent(EnvelopeFormat.RAW)
                .type();
    }
}
