package dev.eventbus.gateway.realtime;

import dev.eventbus.Position;
import dev.eventbus.gateway.security.Caller;
import dev.eventbus.gateway.security.RequiresWorkspace;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Events as they come, as server-sent events: for a browser's EventSource, and for curl. */
@Path("/api/workspaces/{ws}/events/stream")
@RunOnVirtualThread
public class StreamResource {
    private static final long HEARTBEAT_MILLIS = 15_000;

    private final Streams streams;
    private final StreamSlots slots;
    private final CurrentVertxRequest current;
    private final SecurityIdentity identity;

    StreamResource(Streams streams, StreamSlots slots, CurrentVertxRequest current, SecurityIdentity identity) {
        this.streams = streams;
        this.slots = slots;
        this.current = current;
        this.identity = identity;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Authenticated
    @RequiresWorkspace
    @Operation(
            summary = "Events as they come",
            description = "Each event is one message whose data is the event's JSON and whose id is its position."
                    + " A message of type gap says that the positions from … to … cannot be told any more.")
    @Parameter(
            name = "pattern",
            in = ParameterIn.QUERY,
            description = "Which event keys; * stands for any segment. Everything unless given",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "filter",
            in = ParameterIn.QUERY,
            description = "A pair key:value the event must have; may be given several times",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "lastEventId",
            in = ParameterIn.QUERY,
            description = "Goes on behind this position; the header Last-Event-ID wins",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(
            responseCode = "200",
            description = "Events one after another, each with its position as id",
            content = @Content(mediaType = "text/event-stream", schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "429", ref = "TooManyRequests")
    public void stream(
            @PathParam("ws") String workspaceId,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @Context UriInfo address,
            @Context SseEventSink suspended) {
        StreamRequest request = StreamRequest.parse(workspaceId, address.getQueryParameters(), lastEventId);
        Caller caller = Caller.of(identity);
        Position after = request.after() == null ? streams.now() : request.after();
        slots.take(caller.account().id());
        try {
            open(request, caller, after, suspended);
        } catch (RuntimeException e) {
            slots.leave(caller.account().id());
            throw e;
        }
    }

    private void open(StreamRequest request, Caller caller, Position after, SseEventSink suspended) {
        RoutingContext exchange = current.getCurrent();
        begin(exchange.request());
        Streams.Open open = streams.open(request, caller, new SseWire(exchange.request(), exchange.vertx()), after);
        long heartbeat = exchange.vertx().setPeriodic(HEARTBEAT_MILLIS, due -> beat(open.outbound()));
        whenGone(
                exchange,
                List.of(
                        () -> exchange.vertx().cancelTimer(heartbeat),
                        () -> slots.leave(caller.account().id()),
                        open.end(),
                        suspended::close));
    }

    private static void begin(HttpServerRequest request) {
        HttpServerResponse response = request.response().setChunked(true);
        response.putHeader("Content-Type", MediaType.SERVER_SENT_EVENTS).putHeader("Cache-Control", "no-store");
        if (request.version() != HttpVersion.HTTP_2) {
            response.putHeader("Connection", "close"); // whoever is cut off in the middle must not reuse the line
        }
        // REST writes the head itself unless it is out: looking and writing are two steps, and an event may come
        // between.
        response.write(SseFrame.HEARTBEAT);
    }

    private static void beat(Outbound outbound) {
        if (outbound.isStuck()) {
            outbound.close(1013, "too slow; reconnect");
        } else {
            outbound.send(SseFrame.HEARTBEAT);
        }
    }

    /** On a thread of its own: the connection's must not block. */
    private static void whenGone(RoutingContext exchange, List<Runnable> ends) {
        AtomicBoolean isGone = new AtomicBoolean();
        Runnable once = () -> {
            if (isGone.compareAndSet(false, true)) {
                Thread.ofVirtual().name("event-stream-end").start(() -> ends.forEach(Runnable::run));
            }
        };
        exchange.addEndHandler(done -> once.run());
        if (exchange.response().ended() || exchange.response().closed()) {
            once.run(); // too early for the handler
        }
    }
}
