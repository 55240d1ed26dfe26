package dev.eventbus.gateway.deadletters;

import dev.eventbus.gateway.account.Membership;
import dev.eventbus.gateway.audit.Audit;
import dev.eventbus.gateway.audit.AuditEntry;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.security.RequiresWorkspace;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Has events of the log delivered once more to one subscriber. */
@Path("/api/workspaces/{ws}/events/replay")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ReplayEventsResource {
    private final ReplayEvents replays;
    private final InstantSource clock;
    private final Audit audit;

    ReplayEventsResource(ReplayEvents replays, InstantSource clock, Audit audit) {
        this.replays = replays;
        this.clock = clock;
        this.audit = audit;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Authenticated
    @RequiresWorkspace(Membership.Role.OWNER)
    @RequestBody(
            required = true,
            content = @Content(schema = @Schema(implementation = ReplayEventsRequest.Shape.class)))
    @APIResponse(
            responseCode = "200",
            description = "How many events the subscriber takes, and how many are being delivered once more",
            content = @Content(schema = @Schema(implementation = Replayed.class)))
    @APIResponse(
            responseCode = "400",
            description = "A field is wrong",
            content = @Content(mediaType = Problem.MEDIA_TYPE))
    @APIResponse(
            responseCode = "401",
            description = "Not signed in",
            content = @Content(mediaType = Problem.MEDIA_TYPE))
    @APIResponse(
            responseCode = "403",
            description = "Not an owner of the workspace",
            content = @Content(mediaType = Problem.MEDIA_TYPE))
    @APIResponse(
            responseCode = "404",
            description = "No such workspace or subscriber",
            content = @Content(mediaType = Problem.MEDIA_TYPE))
    @APIResponse(
            responseCode = "409",
            description = "The subscriber is disabled or paused",
            content = @Content(mediaType = Problem.MEDIA_TYPE))
    @APIResponse(
            responseCode = "503",
            description = "The database is away; try again",
            content = @Content(mediaType = Problem.MEDIA_TYPE))
    public Replayed replay(@PathParam("ws") String workspaceId, byte[] body) {
        ReplayEventsRequest request = ReplayEventsRequest.parse(body, clock.instant());
        if (!request.dryRun()) {
            String target = request.subscribers().getFirst().key();
            audit.record(new AuditEntry("event.replay", workspaceId, target));
        }
        return replays.replay(workspaceId, request);
    }
}
