package dev.eventbus.gateway.problem;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/** Answers a request of which no more is read. */
final class Refusal {
    private Refusal() {}

    /** What is left of the body is not read, so an HTTP/1 connection is of no more use; HTTP/2 has no such header. */
    static void end(RoutingContext context, Problem problem) {
        if (context.request().version() != HttpVersion.HTTP_2) {
            context.response().putHeader("Connection", "close");
        }
        context.response()
                .setStatusCode(problem.status())
                .putHeader("Content-Type", Problem.MEDIA_TYPE)
                .end(Buffer.buffer(problem.json()));
    }
}
