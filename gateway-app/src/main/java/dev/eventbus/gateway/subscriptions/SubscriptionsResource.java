package dev.eventbus.gateway.subscriptions;

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
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
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

/** The webhook subscriptions of one workspace. */
@Path("/api/workspaces/{ws}/subscriptions")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class SubscriptionsResource {
    private final Subscriptions subscriptions;

    SubscriptionsResource(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    /** A part of the list. */
    record SubscriptionPage(
            List<SubscriptionAnswer> items,
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
            content = @Content(schema = @Schema(implementation = SubscriptionPage.class)))
    public SubscriptionPage list(@PathParam("ws") String workspaceId, @Context UriInfo address) {
        Items<SubscriptionAnswer> page = subscriptions
                .page(workspaceId, PageQuery.parse(address.getQueryParameters()))
                .map(SubscriptionAnswer::of);
        return new SubscriptionPage(page.items(), page.nextCursor());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Authenticated
    @RequiresWorkspace
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = SubscriptionBody.class)))
    @APIResponse(
            responseCode = "201",
            description = "Stored and live; a secret that was made is shown this once",
            content = @Content(schema = @Schema(implementation = SubscriptionAnswer.class)))
    @APIResponse(responseCode = "409", ref = "Conflict")
    public Response create(@PathParam("ws") String workspaceId, @Context UriInfo address, byte[] body) {
        Subscriptions.Changed created = subscriptions.create(workspaceId, SubscriptionRequest.parse(body));
        UriBuilder location =
                address.getAbsolutePathBuilder().path(created.subscription().id());
        return secretly(Response.created(location.build()), created);
    }

    @GET
    @Path("/{id}")
    @Authenticated
    @RequiresWorkspace
    public SubscriptionAnswer get(@PathParam("ws") String workspaceId, @PathParam("id") String id) {
        return SubscriptionAnswer.of(subscriptions.get(workspaceId, id));
    }

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Authenticated
    @RequiresWorkspace
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = SubscriptionBody.class)))
    @APIResponse(
            responseCode = "200",
            description = "Stored and live; if it was paused and is enabled, it goes on",
            content = @Content(schema = @Schema(implementation = SubscriptionAnswer.class)))
    @APIResponse(responseCode = "409", ref = "Conflict")
    public Response replace(@PathParam("ws") String workspaceId, @PathParam("id") String id, byte[] body) {
        return secretly(Response.ok(), subscriptions.replace(workspaceId, id, SubscriptionRequest.parse(body)));
    }

    @DELETE
    @Path("/{id}")
    @Authenticated
    @RequiresWorkspace
    @APIResponse(responseCode = "204", description = "Gone, with what was still to be delivered; dead letters stay")
    public void delete(@PathParam("ws") String workspaceId, @PathParam("id") String id) {
        subscriptions.delete(workspaceId, id);
    }

    @POST
    @Path("/{id}/resume")
    @Authenticated
    @RequiresWorkspace
    @APIResponse(
            responseCode = "200",
            description = "Not paused; what waited is delivered",
            content = @Content(schema = @Schema(implementation = SubscriptionAnswer.class)))
    @APIResponse(responseCode = "409", ref = "Conflict")
    public SubscriptionAnswer resume(@PathParam("ws") String workspaceId, @PathParam("id") String id) {
        return SubscriptionAnswer.of(subscriptions.resume(workspaceId, id));
    }

    @POST
    @Path("/{id}/secret/rotate")
    @Authenticated
    @RequiresWorkspace
    @APIResponse(
            responseCode = "200",
            description = "The new secret, shown this once; the former one signs too for 24 hours",
            content = @Content(schema = @Schema(implementation = SubscriptionAnswer.class)))
    @APIResponse(responseCode = "409", ref = "Conflict")
    public Response rotateSecret(@PathParam("ws") String workspaceId, @PathParam("id") String id) {
        return secretly(Response.ok(), subscriptions.rotateSecret(workspaceId, id));
    }

    private static Response secretly(Response.ResponseBuilder answer, Subscriptions.Changed changed) {
        return answer.entity(SubscriptionAnswer.of(changed))
                .header("Cache-Control", "no-store")
                .build();
    }
}
