package dev.eventbus.gateway.events;

import dev.eventbus.gateway.dispatch.Deliveries;
import dev.eventbus.gateway.eventlog.EventLog;
import dev.eventbus.gateway.eventlog.EventQuery;
import dev.eventbus.gateway.json.Splice;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.gateway.security.RequiresWorkspace;
import dev.eventbus.json.Json;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The event log of one workspace; {@link PublishResource} is the way in. */
@Path("/api/workspaces/{ws}/events")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class EventsResource {
    private final EventLog log;
    private final Deliveries deliveries;

    EventsResource(EventLog log, Deliveries deliveries) {
        this.log = log;
        this.deliveries = deliveries;
    }

    @GET
    @Authenticated
    @RequiresWorkspace
    @Parameter(name = "eventKey", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "resourceId", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "actor", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "from", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "to", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.INTEGER))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
    @APIResponse(
            responseCode = "200",
            description = "A part of the log, newest first",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema =
                                    @Schema(
                                            type = SchemaType.OBJECT,
                                            properties = {
                                                @SchemaProperty(
                                                        name = "items",
                                                        type = SchemaType.ARRAY,
                                                        implementation = Object.class),
                                                @SchemaProperty(
                                                        name = "nextCursor",
                                                        type = SchemaType.STRING,
                                                        nullable = true)
                                            })))
    public byte[] list(@PathParam("ws") String workspaceId, @Context UriInfo address) {
        return log.list(workspaceId, EventQuery.parse(address.getQueryParameters()))
                .json();
    }

    @GET
    @Path("/{id}")
    @Authenticated
    @RequiresWorkspace
    @APIResponse(
            responseCode = "200",
            description = "The event, byte for byte",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(type = SchemaType.OBJECT, additionalProperties = Schema.True.class)))
    public byte[] get(@PathParam("ws") String workspaceId, @PathParam("id") String id) {
        byte[] event = log.find(workspaceId, id).orElseThrow(() -> new ProblemException(Problem.notFound()));
        return Splice.member(event, "deliveries", Json.write(deliveries.of(workspaceId, id)));
    }
}
