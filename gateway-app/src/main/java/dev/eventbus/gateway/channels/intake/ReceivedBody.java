package dev.eventbus.gateway.channels.intake;

import dev.eventbus.Payload;
import dev.eventbus.gateway.json.JsonMembers;
import dev.eventbus.gateway.json.Splice;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What came in, as the payload of an event. A JSON object is the payload, byte for byte. Whatever else it is, the payload
 * is {@code {"contentType","body"}}: {@code body} is the JSON value if it is one, else a text; what is not even text is
 * base64 as {@code bodyBase64}.
 */
public final class ReceivedBody {
    private static final int MAX_TYPE = 200;
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

    private ReceivedBody() {}

    /** @param contentType as the sender says it, or null */
    public static Payload of(byte[] body, @Nullable String contentType) {
        if (isSoundObject(body)) {
            return Payload.ofJson(body);
        }
        String type = contentType == null ? "" : contentType.substring(0, Math.min(MAX_TYPE, contentType.length()));
        byte[] wrapper = Splice.member(NOTHING, "contentType", Json.write(type));
        byte[] withValue = Splice.member(wrapper, "body", body);
        if (isOneValue(body) && isSoundObject(withValue)) {
            return Payload.wrap(withValue);
        }
        String text = text(body);
        return Payload.wrap(
                text == null
                        ? Splice.member(
                                wrapper,
                                "bodyBase64",
                                Json.write(Base64.getEncoder().encodeToString(body)))
                        : Splice.member(wrapper, "body", Json.write(text)));
    }

    /** On its own: what is no value could become several members once it stands in the wrapper. */
    private static boolean isOneValue(byte[] json) {
        try {
            Json.requireOneValue(json);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isSoundObject(byte[] json) {
        try {
            JsonMembers.read(json);
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }

    private static @Nullable String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
