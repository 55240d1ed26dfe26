package dev.eventbus.gateway.problem;

import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Leaves no doubt where an HTTP/1 request ends, so that nothing is smuggled behind one (RFC 9112 §6.1). A request with
 * a Transfer-Encoding is the last of its connection: the server below takes the Content-Length out of one that has both,
 * so that nobody can tell it from an honest one, and then the connection must end with the answer.
 */
@ApplicationScoped
class Framing {
    private static final int BEFORE_EVERYTHING = -3_000_000;

    /** Connections that take no further request; weak, because not every one tells when it is gone. */
    private final Set<HttpConnection> ending =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    void install(@Observes Router router) {
        router.route().order(BEFORE_EVERYTHING).handler(this::check).failureHandler(Framing::malformed);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.version() == HttpVersion.HTTP_2) {
            context.next();
        } else if (!ending.contains(request.connection())) {
            checkFirst(context);
        }
    }

    private void checkFirst(RoutingContext context) {
        HttpServerRequest request = context.request();
        Problem problem = problem(request);
        if (problem != null) {
            endWith(context);
            Refusal.end(context, problem);
            return;
        }
        if (request.headers().contains("Transfer-Encoding")) {
            endWith(context);
        }
        context.next();
    }

    /** The connection ends once the request is read and answered; before that the client might lose the answer. */
    private void endWith(RoutingContext context) {
        HttpConnection connection = context.request().connection();
        ending.add(connection);
        context.addHeadersEndHandler(headers -> context.response().putHeader("Connection", "close"));
        Future.join(context.addEndHandler(), context.request().end()).onComplete(done -> connection.close());
    }

    private static @Nullable Problem problem(HttpServerRequest request) {
        List<String> codings = request.headers().getAll("Transfer-Encoding");
        boolean isPlain = codings.isEmpty()
                || codings.size() == 1
                        && codings.getFirst().strip().equalsIgnoreCase("chunked")
                        && request.version() == HttpVersion.HTTP_1_1;
        if (!isPlain) {
            return Problem.invalid(
                    "Transfer-Encoding", "Transfer-Encoding must be chunked, once, in HTTP/1.1, or absent.");
        }
        if (request.headers().getAll("Host").size() > 1) {
            return Problem.invalid("Host", "Host must be there once.");
        }
        if (request.version() == null) {
            return Problem.of(400, "BAD_REQUEST", "The version must be HTTP/1.0, HTTP/1.1 or HTTP/2.");
        }
        if (request.headers().contains("")) {
            return Problem.of(400, "BAD_REQUEST", "A header must have a name.");
        }
        return null;
    }

    /** What the router itself refuses, such as a Host that is none. */
    private static void malformed(RoutingContext context) {
        if (context.statusCode() != 400 || context.response().ended()) {
            context.next();
        } else {
            Refusal.end(context, Problem.of(400, "BAD_REQUEST", "The address or the Host header is malformed."));
        }
    }
}
