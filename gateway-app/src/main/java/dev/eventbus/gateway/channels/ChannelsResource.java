package dev.eventbus.gateway.channels;

import dev.eventbus.gateway.query.Items;
import dev.eventbus.gateway.query.PageQuery;
import dev.eventbus.gateway.security.Caller;
import dev.eventbus.gateway.security.RequiresWorkspace;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** The external event channels of one workspace. */
@Path("/api/workspaces/{ws}/event-channels")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ChannelsResource {
    private final Channels channels;
    private final StatusLog status;
    private final SecurityIdentity identity;

    ChannelsResource(Channels channels, StatusLog status, SecurityIdentity identity) {
        this.channels = channels;
        this.status = status;
        this.identity = identity;
    }

    /** A part of the list. */
    @Schema(name = "EventChannelPage")
    record ChannelPage(
            List<ChannelAnswer> items,
            @Schema(nullable = true) @Nullable String nextCursor) {}

    @GET
    @Authenticated
    @RequiresWorkspace
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200", defaultValue = "50"))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
    @APIResponse(
            responseCode = "200",
            description = "Newest first",
            content = @Content(schema = @Schema(implementation = ChannelPage.class)))
    public ChannelPage list(@PathParam("ws") String workspaceId, @Context UriInfo address) {
        status.write(); // so that whoever asks right after a delivery sees it counted
        Items<ChannelAnswer> page = channels.page(workspaceId, PageQuery.parse(address.getQueryParameters()))
                .map(stored -> ChannelAnswer.of(stored, address.getBaseUri()));
        return new ChannelPage(page.items(), page.nextCursor());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Authenticated
    @RequiresWorkspace
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = ChannelBody.class)))
    @APIResponse(
            responseCode = "201",
            description = "Stored and live",
            content = @Content(schema = @Schema(implementation = ChannelAnswer.class)))
    @APIResponse(responseCode = "409", ref = "Conflict")
    public Response create(@PathParam("ws") String workspaceId, @Context UriInfo address, byte[] body) {
        StoredChannel created = channels.create(workspaceId, ChannelRequest.parse(body), isAdmin());
        return Response.created(address.getAbsolutePathBuilder()
                        .path(created.channel().id())
                        .build())
                .entity(ChannelAnswer.of(created, address.getBaseUri()))
                .build();
    }

    @GET
    @Path("/{id}")
    @Authenticated
    @RequiresWorkspace
    public ChannelAnswer get(
            @PathParam("ws") String workspaceId, @PathParam("id") String id, @Context UriInfo address) {
        status.write();
        return ChannelAnswer.of(channels.get(workspaceId, id), address.getBaseUri());
    }

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Authenticated
    @RequiresWorkspace
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = ChannelBody.class)))
    @APIResponse(
            responseCode = "200",
            description = "Stored and live",
            content = @Content(schema = @Schema(implementation = ChannelAnswer.class)))
    @APIResponse(responseCode = "409", ref = "Conflict")
    public ChannelAnswer replace(
            @PathParam("ws") String workspaceId, @PathParam("id") String id, @Context UriInfo address, byte[] body) {
        StoredChannel replaced = channels.replace(workspaceId, id, ChannelRequest.parse(body), isAdmin());
        return ChannelAnswer.of(replaced, address.getBaseUri());
    }

    @DELETE
    @Path("/{id}")
    @Authenticated
    @RequiresWorkspace
    @APIResponse(responseCode = "204", description = "Gone; what it brought stays")
    public void delete(@PathParam("ws") String workspaceId, @PathParam("id") String id) {
        channels.delete(workspaceId, id, isAdmin());
    }

    private boolean isAdmin() {
        return Caller.of(identity).account().isAdmin();
    }
}
