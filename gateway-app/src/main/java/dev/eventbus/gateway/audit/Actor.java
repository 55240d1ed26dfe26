package dev.eventbus.gateway.audit;

import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who is behind a request, as the audit log names them.
 *
 * @param who a user's or key's id; null for nobody known
 * @param credential what they showed
 * @param address where the request came from; null for the gateway itself
 * @param requestId ties the entry to the answer's header {@value #REQUEST_ID}
 */
public record Actor(
        @Nullable String who,
        String credential,
        @Nullable String address,
        @Nullable String requestId) {
    static final String REQUEST_ID = "X-Request-Id";
    static final Actor GATEWAY = new Actor(null, "GATEWAY", null, null);

    private static final String KEY = "eventbus.actor";
    private static final Pattern SOUND = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    private record Shown(String who, String credential) {}

    /** Remembers who a request's credential belongs to. */
    public static void set(RoutingContext request, String who, String credential) {
        request.put(KEY, new Shown(who, credential));
    }

    static Actor of(RoutingContext request) {
        Shown shown = request.get(KEY);
        return new Actor(
                shown == null ? null : shown.who(),
                shown == null ? "NONE" : shown.credential(),
                request.request().remoteAddress().hostAddress(),
                requestId(request));
    }

    /** The client's own if it is sound, else a fresh one; the answer tells it as long as its head is not sent. */
    private static String requestId(RoutingContext request) {
        String known = request.get(REQUEST_ID);
        if (known != null) {
            return known;
        }
        String sent = request.request().getHeader(REQUEST_ID);
        String id = sent != null && SOUND.matcher(sent).matches()
                ? sent
                : UUID.randomUUID().toString();
        request.put(REQUEST_ID, id);
        if (!request.response().headWritten()) {
            request.response().putHeader(REQUEST_ID, Objects.requireNonNull(id));
        }
        return id;
    }
}
