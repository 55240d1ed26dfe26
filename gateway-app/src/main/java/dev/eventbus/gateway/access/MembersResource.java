package dev.eventbus.gateway.access;

import dev.eventbus.gateway.account.Membership;
import dev.eventbus.gateway.json.JsonMembers;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.gateway.query.Items;
import dev.eventbus.gateway.query.PageQuery;
import dev.eventbus.gateway.security.Caller;
import dev.eventbus.gateway.security.RequiresWorkspace;
import dev.eventbus.topic.Segments;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The members of one workspace, as its owners see and change them. */
@Path("/api/workspaces/{ws}/members")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class MembersResource {
    private final MemberStore store;
    private final SecurityIdentity identity;

    MembersResource(MemberStore store, SecurityIdentity identity) {
        this.store = store;
        this.identity = identity;
    }

    @GET
    @Authenticated
    @RequiresWorkspace(Membership.Role.OWNER)
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.INTEGER))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
    public Items<MemberStore.Member> list(@PathParam("ws") String workspaceId, @Context UriInfo address) {
        PageQuery page = PageQuery.parse(address.getQueryParameters());
        return Items.of(store.list(workspaceId, page), page, MemberStore.Member::userId);
    }

    @PUT
    @Path("/{userId}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Authenticated
    @RequiresWorkspace(Membership.Role.OWNER)
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema =
                                    @Schema(
                                            type = SchemaType.OBJECT,
                                            requiredProperties = "role",
                                            properties =
                                                    @SchemaProperty(
                                                            name = "role",
                                                            implementation = Membership.Role.class))))
    @APIResponse(
            responseCode = "200",
            description = "The member as they are now",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = MemberStore.Member.class)))
    @APIResponse(responseCode = "409", ref = "#/components/responses/Conflict")
    public MemberStore.Member put(
            @PathParam("ws") String workspaceId, @PathParam("userId") String userId, byte[] body) {
        JsonMembers members = JsonMembers.read(body);
        String text = members.requiredText("role");
        Membership.Role role = text.isEmpty() ? null : members.attempt("role", () -> role(text));
        members.check();
        return store.put(change(workspaceId, userId), Objects.requireNonNull(role));
    }

    @DELETE
    @Path("/{userId}")
    @Authenticated
    @RequiresWorkspace(Membership.Role.OWNER)
    @APIResponse(responseCode = "204", description = "No part in the workspace any more")
    @APIResponse(responseCode = "409", ref = "#/components/responses/Conflict")
    public void remove(@PathParam("ws") String workspaceId, @PathParam("userId") String userId) {
        store.remove(change(workspaceId, userId));
    }

    private MemberStore.Change change(String workspaceId, String userId) {
        if (!Texts.isId(userId)) {
            throw new ProblemException(Problem.notFound());
        }
        boolean isAdmin = Caller.of(identity).account().isAdmin();
        return new MemberStore.Change(workspaceId, userId, isAdmin);
    }

    private static Membership.Role role(String text) {
        return switch (text) {
            case "MEMBER" -> Membership.Role.MEMBER;
            case "OWNER" -> Membership.Role.OWNER;
            default -> throw new IllegalArgumentException("role must be MEMBER or OWNER, was " + Segments.quoted(text));
        };
    }
}
