package dev.eventbus.gateway.channels.pull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventbus.gateway.channels.CursorRule;
import dev.eventbus.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads a list's cursor from an answer and puts it into the next request. */
final class Cursors {
    private static final int MAX_LENGTH = 1_000;

    private Cursors() {}

    /** What the answer says comes next; null if it says nothing that can be asked for. */
    static @Nullable String next(@Nullable CursorRule rule, byte[] document) {
        if (rule == null) {
            return null;
        }
        JsonNode cursor = Json.tree(document).at(rule.pointer());
        String text = cursor.isTextual() || cursor.isNumber() ? cursor.asText() : "";
        boolean isUsable =
                !text.isBlank() && text.length() <= MAX_LENGTH && text.chars().noneMatch(Character::isISOControl);
        return isUsable ? text : null;
    }

    static String url(String url, @Nullable CursorRule rule, @Nullable String cursor) {
        if (rule == null || cursor == null) {
            return url;
        }
        String joint = url.indexOf('?') < 0 ? "?" : url.endsWith("?") || url.endsWith("&") ? "" : "&";
        String encoded = URLEncoder.encode(cursor, StandardCharsets.UTF_8).replace("+", "%20"); // no form, a URL
        return url + joint + rule.parameter() + "=" + encoded;
    }
}
