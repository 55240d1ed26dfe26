package dev.eventbus.notifications.rule;

import dev.eventbus.notifications.page.PageParameters;
import dev.eventbus.notifications.security.Caller;
import io.quarkus.runtime.annotations.RegisterForReflection;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** A workspace's rules over REST: members read, owners write. */
@Path("/api/workspaces/{ws}/notification-rules")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class RulesResource {
    private final Rules rules;
    private final Caller caller;

    RulesResource(Rules rules, Caller caller) {
        this.rules = rules;
        this.caller = caller;
    }

    /** A part of the list. */
    @RegisterForReflection
    record RulePage(
            List<RuleAnswer> items,
            @Schema(nullable = true) @Nullable String nextCursor) {}

    @GET
    @Parameter(
            name = "limit",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200", defaultValue = "50"))
    @APIResponse(
            responseCode = "200",
            description = "By key, built-in rules among them",
            content = @Content(schema = @Schema(implementation = RulePage.class)))
    public RulePage list(
            @PathParam("ws") String workspaceId,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        caller.userIn(workspaceId);
        return rules.page(workspaceId, PageParameters.after(cursor, RuleReader::isKey), PageParameters.limit(limit));
    }

    @GET
    @Path("{key}")
    public RuleAnswer get(@PathParam("ws") String workspaceId, @PathParam("key") String key) {
        caller.userIn(workspaceId);
        return rules.get(workspaceId, key);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = RuleDefinition.class)))
    @APIResponse(
            responseCode = "201",
            description = "Stored and in force",
            content = @Content(schema = @Schema(implementation = RuleAnswer.class)))
    @APIResponse(responseCode = "400", description = "Names each field at fault")
    @APIResponse(responseCode = "403", description = "Not an owner of the workspace")
    @APIResponse(responseCode = "409", description = "RULE_EXISTS, or TOO_MANY_RULES: 1,000 in the workspace")
    public Response create(@PathParam("ws") String workspaceId, byte @Nullable [] body) {
        caller.administratorOf(workspaceId);
        RuleAnswer created = rules.create(workspaceId, body);
        return Response.created(URI.create("/api/workspaces/" + workspaceId + "/notification-rules/"
                        + created.rule().key()))
                .entity(created)
                .build();
    }

    @PUT
    @Path("{key}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = RuleDefinition.class)))
    @APIResponse(
            responseCode = "200",
            description = "Stored and in force, switched on again if it was faulty. Of a built-in rule only what"
                    + " differs needs to be given, such as {\"enabled\":false}; the key may be left out",
            content = @Content(schema = @Schema(implementation = RuleAnswer.class)))
    @APIResponse(responseCode = "400", description = "Names each field at fault")
    @APIResponse(responseCode = "403", description = "Not an owner of the workspace")
    @APIResponse(responseCode = "404", description = "No such rule")
    public RuleAnswer replace(
            @PathParam("ws") String workspaceId, @PathParam("key") String key, byte @Nullable [] body) {
        caller.administratorOf(workspaceId);
        return rules.replace(workspaceId, key, body);
    }

    @DELETE
    @Path("{key}")
    @APIResponse(responseCode = "204", description = "Gone; a built-in rule is again as it comes")
    @APIResponse(responseCode = "403", description = "Not an owner of the workspace")
    @APIResponse(responseCode = "404", description = "No such rule, or a built-in one that was not changed")
    public void delete(@PathParam("ws") String workspaceId, @PathParam("key") String key) {
        caller.administratorOf(workspaceId);
        rules.delete(workspaceId, key);
    }
}
