package dev.eventbus.gateway.json;

import dev.eventbus.json.Json;
import java.nio.charset.StandardCharsets;

/** Scalars back to JSON: a reference a client chose is echoed as it came. */
final class Scalars {
    private Scalars() {}

    static byte[] json(Member member) {
        if (member.text() != null) {
            return Json.write(member.text());
        }
        return String.valueOf(member.literal()).getBytes(StandardCharsets.UTF_8);
    }
}
