package dev.eventbus.gateway.channels.signature;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventbus.json.Json;

/** Finds in a signed body what its sender calls the delivery. */
final class SignedBody {
    private static final int MAX_ID = 256;

    private SignedBody() {}

    /** The member's text; where there is none, the name of the whole body. */
    static String member(byte[] body, String name) {
        try {
            JsonNode id = Json.tree(body).path(name);
            if (id.isTextual() && !id.textValue().isBlank() && id.textValue().length() <= MAX_ID) {
                return name + ":" + id.textValue();
            }
        } catch (IllegalArgumentException e) { // no JSON, such as a form; its bytes name it
            return Hmac.nameOf(body);
        }
        return Hmac.nameOf(body);
    }
}
