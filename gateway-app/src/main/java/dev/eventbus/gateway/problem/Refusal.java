package dev.eventbus.gateway.problem;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;

/** Answers requests that are refused outside of REST. */
public final class Refusal {
    private static final Logger LOG = Logger.getLogger(Refusal.class);

    private Refusal() {}

    /** Answers with the {@link ProblemException}'s problem, and with a 500 for whatever else. */
    public static void answer(RoutingContext context, Throwable failure) {
        boolean isWrapped = failure instanceof CompletionException && failure.getCause() != null;
        Throwable cause = isWrapped ? failure.getCause() : failure;
        if (cause instanceof ProblemException refused) {
            answer(context, refused.problem());
        } else {
            LOG.error("Request failed unexpectedly and was answered with 500.", cause);
            answer(context, Problem.internal());
        }
    }

    /** Answers a request of which no more is read. */
    static void end(RoutingContext context, Problem problem) {
        if (endsConnection(context)) {
            context.response().putHeader("Connection", "close");
        }
        answer(context, problem);
    }

    /** What is left of a body is not read, so an HTTP/1 connection is of no more use; HTTP/2 has no such header. */
    static boolean endsConnection(RoutingContext context) {
        return context.request().version() != HttpVersion.HTTP_2;
    }

    private static void answer(RoutingContext context, Problem problem) {
        context.response().setStatusCode(problem.status());
        problem.headers().forEach(context.response()::putHeader);
        context.response().end(Buffer.buffer(problem.json()));
    }
}
