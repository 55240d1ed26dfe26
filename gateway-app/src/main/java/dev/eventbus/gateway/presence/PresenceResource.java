package dev.eventbus.gateway.presence;

import dev.eventbus.gateway.query.Items;
import dev.eventbus.gateway.query.PageQuery;
import dev.eventbus.gateway.security.RequiresWorkspace;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Who of a workspace is connected. */
@Path("/api/workspaces/{ws}/presence")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class PresenceResource {
    private final Presence presence;

    PresenceResource(Presence presence) {
        this.presence = presence;
    }

    @GET
    @Authenticated
    @RequiresWorkspace
    @Operation(
            summary = "Who is connected",
            description = "The users who have a WebSocket open on any replica of the gateway, ordered by id. A replica"
                    + " that died is forgotten within 30 seconds.")
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.INTEGER))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
    public Items<PresentUser> users(@PathParam("ws") String workspaceId, @Context UriInfo address) {
        PageQuery query = PageQuery.parse(address.getQueryParameters());
        return Items.of(presence.users(workspaceId, query.after(), query.rows()), query, PresentUser::userId);
    }
}
