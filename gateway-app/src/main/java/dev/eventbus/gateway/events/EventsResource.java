package dev.eventbus.gateway.events;

import dev.eventbus.Durability;
import dev.eventbus.Published;
import dev.eventbus.gateway.eventlog.EventLog;
import dev.eventbus.gateway.eventlog.EventQuery;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.gateway.security.Caller;
import dev.eventbus.gateway.security.RequiresWorkspace;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/** The Events API of one workspace. */
@Path("/api/workspaces/{ws}/events")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class EventsResource {
    private final Publisher publisher;
    private final EventLog log;
    private final SecurityIdentity identity;

    EventsResource(Publisher publisher, EventLog log, SecurityIdentity identity) {
        this.publisher = publisher;
        this.log = log;
        this.identity = identity;
    }

    /** What a publisher hears once the event is stored. */
    record Accepted(String code, String eventId) {}

    @POST
    @Path("/publish")
    @Consumes(MediaType.APPLICATION_JSON)
    @Authenticated
    @RequiresWorkspace
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema =
                                    @Schema(
                                            type = SchemaType.OBJECT,
                                            requiredProperties = "eventKey",
                                            properties = {
                                                @SchemaProperty(name = "eventKey", type = SchemaType.STRING),
                                                @SchemaProperty(name = "payload", type = SchemaType.OBJECT),
                                                @SchemaProperty(name = "resourceId", type = SchemaType.STRING),
                                                @SchemaProperty(name = "actor", type = SchemaType.STRING),
                                                @SchemaProperty(name = "schemaVersion", type = SchemaType.STRING),
                                                @SchemaProperty(name = "filters", type = SchemaType.OBJECT),
                                                @SchemaProperty(
                                                        name = "tags",
                                                        type = SchemaType.ARRAY,
                                                        implementation = String.class),
                                                @SchemaProperty(name = "durability", implementation = Durability.class)
                                            })))
    public Accepted publish(
            @PathParam("ws") String workspaceId,
            @HeaderParam("traceparent") @Nullable String traceparent,
            byte[] body) {
        PublishRequest request = PublishRequest.parse(body);
        try {
            Published published = publisher
                    .publish(workspaceId, Caller.of(identity), request, traceparent)
                    .toCompletableFuture()
                    .join();
            return new Accepted("SUCCESS", published.eventId());
        } catch (CompletionException e) {
            throw e.getCause() instanceof ProblemException problem ? problem : e;
        }
    }

    @GET
    @Authenticated
    @RequiresWorkspace
    public byte[] list(@PathParam("ws") String workspaceId, @Context UriInfo address) {
        return log.list(workspaceId, EventQuery.parse(address.getQueryParameters()))
                .json();
    }

    @GET
    @Path("/{id}")
    @Authenticated
    @RequiresWorkspace
    public byte[] get(@PathParam("ws") String workspaceId, @PathParam("id") String id) {
        return log.find(workspaceId, id).orElseThrow(() -> new ProblemException(Problem.notFound()));
    }
}
