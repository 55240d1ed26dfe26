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
    public byte[] list(@PathParam("ws") String workspaceId, @Context UriInfo address) {
        return log.list(workspaceId, EventQuery.parse(address.getQueryParameters()))
                .json();
    }

    @GET
    @Path("/{id}")
    @Authenticated
    @RequiresWorkspace
    public byte[] get(@PathParam("ws") String workspaceId, @PathParam("id") String id) {
        byte[] event = log.find(workspaceId, id).orElseThrow(() -> new ProblemException(Problem.notFound()));
        return Splice.member(event, "deliveries", Json.write(deliveries.of(workspaceId, id)));
    }
}
