package dev.eventbus.gateway.extensions;

import dev.eventbus.gateway.query.Items;
import dev.eventbus.gateway.query.PageQuery;
import dev.eventbus.gateway.security.RequiresWorkspace;
import io.quarkus.security.Authenticated;
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

/** The extensions of one workspace: what is installed, enabled, and which events it gets. */
@Path("/api/workspaces/{ws}/extensions")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class InstallationsResource {
    private final Installations installations;

    InstallationsResource(Installations installations) {
        this.installations = installations;
    }

    /** A part of the list. */
    record InstallationPage(
            List<Installation> items,
            @Schema(nullable = true) @Nullable String nextCursor) {}

    /** How a request may write an installation; for the API's description only. */
    record InstallationBody(
            @Schema(description = "Left out: as it is, or true if it is new")
            boolean enabled) {}

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
            description = "All that is registered, by key, installed or not",
            content = @Content(schema = @Schema(implementation = InstallationPage.class)))
    public InstallationPage list(@PathParam("ws") String workspaceId, @Context UriInfo address) {
        Items<Installation> page = installations.page(workspaceId, PageQuery.parse(address.getQueryParameters()));
        return new InstallationPage(page.items(), page.nextCursor());
    }

    @GET
    @Path("/{key}")
    @Authenticated
    @RequiresWorkspace
    public Installation get(@PathParam("ws") String workspaceId, @PathParam("key") String key) {
        return installations.get(workspaceId, key);
    }

    @PUT
    @Path("/{key}")
    @Consumes(MediaType.WILDCARD)
    @Authenticated
    @RequiresWorkspace
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = InstallationBody.class)))
    @APIResponse(
            responseCode = "200",
            description = "Installed and live",
            content = @Content(schema = @Schema(implementation = Installation.class)))
    public Installation install(@PathParam("ws") String workspaceId, @PathParam("key") String key, byte[] body) {
        return installations.install(workspaceId, key, body);
    }

    @DELETE
    @Path("/{key}")
    @Authenticated
    @RequiresWorkspace
    @APIResponse(responseCode = "204", description = "Not installed; what was still to be delivered is gone")
    public void uninstall(@PathParam("ws") String workspaceId, @PathParam("key") String key) {
        installations.uninstall(workspaceId, key);
    }

    @POST
    @Path("/{key}/enable")
    @Authenticated
    @RequiresWorkspace
    @APIResponse(
            responseCode = "200",
            description = "Enabled and live; what waited is delivered",
            content = @Content(schema = @Schema(implementation = Installation.class)))
    public Installation enable(@PathParam("ws") String workspaceId, @PathParam("key") String key) {
        return installations.enable(workspaceId, key, true);
    }

    @POST
    @Path("/{key}/disable")
    @Authenticated
    @RequiresWorkspace
    @APIResponse(
            responseCode = "200",
            description = "Disabled; what was still to be delivered waits",
            content = @Content(schema = @Schema(implementation = Installation.class)))
    public Installation disable(@PathParam("ws") String workspaceId, @PathParam("key") String key) {
        return installations.enable(workspaceId, key, false);
    }

    @GET
    @Path("/{key}/subscriptions")
    @Authenticated
    @RequiresWorkspace
    public EventKeys eventKeys(@PathParam("ws") String workspaceId, @PathParam("key") String key) {
        return new EventKeys(installations.eventKeys(workspaceId, key));
    }

    @PUT
    @Path("/{key}/subscriptions")
    @Consumes(MediaType.APPLICATION_JSON)
    @Authenticated
    @RequiresWorkspace
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = EventKeys.class)))
    @APIResponse(
            responseCode = "200",
            description = "Stored and live; an empty list gives one in this process what its handlers take",
            content = @Content(schema = @Schema(implementation = EventKeys.class)))
    public EventKeys replaceEventKeys(@PathParam("ws") String workspaceId, @PathParam("key") String key, byte[] body) {
        return new EventKeys(installations.replaceEventKeys(workspaceId, key, EventKeys.parse(body)));
    }
}
