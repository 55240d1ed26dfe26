package dev.eventbus.gateway.events;

import dev.eventbus.Published;
import dev.eventbus.gateway.events.PublishResource.Accepted;
import dev.eventbus.gateway.problem.Refusal;
import dev.eventbus.gateway.security.Caller;
import dev.eventbus.gateway.security.Callers;
import dev.eventbus.json.Json;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The short way of {@link PublishResource#publish}, for the request that comes a thousand times a second: small, plain
 * JSON, from a member of the workspace whom memory knows. Whatever is in any way special goes on to the resource, and
 * nothing can be told from the answer.
 */
@ApplicationScoped
class PlainPublish {
    /** After what is checked of every request, before REST. */
    private static final int BEFORE_REST = -500_000;

    /** As much as the resource, too, reads on the event loop. */
    private static final int MAX_BYTES = 10_240;

    private static final String JSON = "application/json";
    private static final Set<String> PLAIN = Set.of(JSON, "application/json; charset=utf-8");
    private static final String[] SPECIAL = {"Idempotency-Key", "Transfer-Encoding", "Expect", "Upgrade"};

    private final Callers callers;
    private final Publisher publisher;

    PlainPublish(Callers callers, Publisher publisher) {
        this.callers = callers;
        this.publisher = publisher;
    }

    void install(@Observes Router router) {
        router.post("/api/workspaces/:ws/events/publish").order(BEFORE_REST).handler(this::handle);
    }

    private void handle(RoutingContext context) {
        String workspaceId = context.pathParam("ws");
        HttpServerRequest request = context.request();
        Optional<Caller> member = isPlain(request) ? callers.knownMember(request, workspaceId) : Optional.empty();
        if (member.isEmpty()) {
            context.next();
            return;
        }
        // The path as the metrics of requests name it; otherwise each workspace would have its own.
        context.put("UrlPathTemplate", "/api/workspaces/{ws}/events/publish");
        Sender sender = Sender.of(workspaceId, member.get(), request.getHeader("traceparent"));
        request.body()
                .onSuccess(body -> publish(context, sender, body.getBytes()))
                .onFailure(context::fail);
        request.resume();
    }

    private static boolean isPlain(HttpServerRequest request) {
        MultiMap headers = request.headers();
        for (String special : SPECIAL) {
            if (headers.contains(special)) {
                return false;
            }
        }
        String type = headers.get("Content-Type");
        String accept = headers.get("Accept");
        return type != null
                && PLAIN.contains(type)
                && (accept == null || accept.equals("*/*") || accept.equals(JSON))
                && isShort(headers.get("Content-Length"));
    }

    private static boolean isShort(@Nullable String length) {
        return length != null && length.length() <= 5 && Integer.parseInt(length) <= MAX_BYTES;
    }

    private void publish(RoutingContext request, Sender sender, byte[] body) {
        Context eventLoop = Vertx.currentContext();
        try {
            var unused = publisher
                    .publishUnblocked(sender, PublishRequest.parse(body))
                    .whenComplete((published, failure) ->
                            eventLoop.runOnContext(done -> answer(request, published, failure)));
        } catch (RuntimeException e) {
            Refusal.answer(request, e);
        }
    }

    private static void answer(RoutingContext request, @Nullable Published published, @Nullable Throwable failure) {
        if (published == null) {
            Refusal.answer(request, Objects.requireNonNull(failure));
        } else {
            request.response()
                    .putHeader("Content-Type", "application/json;charset=UTF-8")
                    .end(Buffer.buffer(Json.write(Accepted.of(published))));
        }
    }
}
