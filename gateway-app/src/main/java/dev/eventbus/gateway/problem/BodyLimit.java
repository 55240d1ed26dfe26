package dev.eventbus.gateway.problem;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Refuses bodies above 1 MiB before they are read, as far as they announce their length; {@link UnannouncedBody}
 * refuses the others. The server's own limit, a little higher, is never met.
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
            context.response()
                    .setStatusCode(413)
                    .putHeader("Content-Type", Problem.MEDIA_TYPE)
                    .putHeader("Connection", "close")
                    .end(io.vertx.core.buffer.Buffer.buffer(
                            Problem.tooLarge(MAX_BYTES).json()));
        } else {
            context.next();
        }
    }

    private static boolean isTooLong(@org.jspecify.annotations.Nullable String length) {
        return length != null && (length.length() > 15 || Long.parseLong(length) > MAX_BYTES);
    }
}
