package dev.eventbus.gateway.dispatch;

import dev.eventbus.gateway.json.StorableText;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt failed, fit to be stored and shown.
 *
 * @param reason one sentence without payload or secret, at most 1,000 characters
 * @param status of the answer, if there was one
 * @param body how the answer's body begins, at most 16 KiB, if there was one
 */
record Failure(
        String reason, @Nullable Integer status, @Nullable String body) {
    private static final int MAX_REASON = 1_000;
    private static final int MAX_BODY = 16 * 1024;

    Failure {
        reason = StorableText.replaceUnstorable(cut(reason, MAX_REASON));
        body = body == null ? null : StorableText.replaceUnstorable(cut(body, MAX_BODY));
    }

    static Failure of(String reason) {
        return new Failure(reason, null, null);
    }

    /** @param body bytes of whatever charset; what is not UTF-8 is shown as U+FFFD */
    static Failure answered(int status, byte[] body) {
        String text = new String(body, 0, Math.min(body.length, MAX_BODY), StandardCharsets.UTF_8);
        return new Failure("endpoint answered " + status, status, text.isEmpty() ? null : text);
    }

    Failure because(String otherReason) {
        return new Failure(otherReason, status, body);
    }

    private static String cut(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max);
    }
}
