package dev.eventbus.gateway.problem;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/**
 * Refuses bodies before they are read: those above 1 MiB, as far as they announce their length ({@link UnannouncedBody}
 * refuses the others), and compressed ones, whose size nobody knows. The server's own limit, a little higher, is never
 * met.
 */
@ApplicationScoped
class BodyLimit {
    static final long MAX_BYTES = 1 << 20;
    private static final int BEFORE_EVERYTHING = -1_000_000;

    void install(@Observes Router router) {
        router.route().order(BEFORE_EVERYTHING).handler(this::check);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (isTooLong(request.getHeader("Content-Length"))) {
            Refusal.end(context, Problem.tooLarge(MAX_BYTES));
        } else if (isCompressed(request.getHeader("Content-Encoding"))) {
            Refusal.end(
                    context, Problem.of(415, "UNSUPPORTED_MEDIA_TYPE", "Content-Encoding must be identity or absent."));
        } else {
            context.next();
        }
    }

    private static boolean isTooLong(@Nullable String length) {
        return length != null && (length.length() > 15 || Long.parseLong(length) > MAX_BYTES);
    }

    private static boolean isCompressed(@Nullable String encoding) {
        return encoding != null && !encoding.isBlank() && !encoding.equalsIgnoreCase("identity");
    }
}
