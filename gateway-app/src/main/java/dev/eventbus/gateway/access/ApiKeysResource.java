package dev.eventbus.gateway.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.eventbus.gateway.account.Membership;
import dev.eventbus.gateway.json.JsonMembers;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.gateway.query.Items;
import dev.eventbus.gateway.security.ApiKeys;
import dev.eventbus.gateway.security.Caller;
import dev.eventbus.gateway.security.RequiresWorkspace;
import dev.eventbus.topic.Segments;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.InstantSource;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** The API keys of one workspace: made, listed and revoked by its owners. */
@Path("/api/workspaces/{ws}/api-keys")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ApiKeysResource {
    private final ApiKeyStore store;
    private final SecurityIdentity identity;
    private final InstantSource clock;

    ApiKeysResource(ApiKeyStore store, SecurityIdentity identity, InstantSource clock) {
        this.store = store;
        this.identity = identity;
        this.clock = clock;
    }

    /** @param key the key itself, in the answer to its making and never again */
    @Schema(name = "ApiKey")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Shown(
            String id,
            String name,
            @Nullable String key,
            String lastFour,
            @Nullable String extension,
            String createdBy,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt) {
        static Shown of(ApiKeyStore.Stored stored, @Nullable String key) {
            return new Shown(
                    stored.id(),
                    stored.name(),
                    key,
                    stored.lastFour(),
                    stored.extension(),
                    stored.createdBy(),
                    stored.createdAt(),
                    stored.expiresAt(),
                    stored.lastUsedAt());
        }
    }

    @GET
    @Authenticated
    @RequiresWorkspace(Membership.Role.OWNER)
    public Items<Shown> list(@PathParam("ws") String workspaceId) {
        return new Items<>(
                store.list(workspaceId).stream()
                        .map(stored -> Shown.of(stored, null))
                        .toList(),
                null);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
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
                                            requiredProperties = "name",
                                            properties = {
                                                @SchemaProperty(name = "name", type = SchemaType.STRING),
                                                @SchemaProperty(name = "extension", type = SchemaType.STRING),
                                                @SchemaProperty(
                                                        name = "expiresAt",
                                                        type = SchemaType.STRING,
                                                        format = "date-time")
                                            })))
    @APIResponse(
            responseCode = "201",
            description = "The key, shown this once",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Shown.class)))
    @APIResponse(responseCode = "409", ref = "Conflict")
    public Shown add(@PathParam("ws") String workspaceId, byte[] body) {
        JsonMembers members = JsonMembers.read(body);
        String name = members.requiredText("name");
        members.attempt("name", () -> Texts.requireName("name", name));
        String extension = members.text("extension", text -> Segments.require("extension", text));
        Instant expiresAt = members.text("expiresAt", text -> Texts.requireFuture("expiresAt", text, clock.instant()));
        members.check();
        String createdBy = Caller.of(identity).account().id();
        ApiKeys.Fresh fresh = ApiKeys.make();
        ApiKeyStore.Wanted wanted = new ApiKeyStore.Wanted(workspaceId, name, extension, expiresAt, createdBy);
        return Shown.of(store.add(wanted, fresh), fresh.text());
    }

    @DELETE
    @Path("/{id}")
    @Authenticated
    @RequiresWorkspace(Membership.Role.OWNER)
    @APIResponse(responseCode = "204", description = "Refused everywhere within seconds")
    public void revoke(@PathParam("ws") String workspaceId, @PathParam("id") String id) {
        if (!Texts.isId(id) || !store.remove(workspaceId, id)) {
            throw new ProblemException(Problem.notFound());
        }
    }
}
