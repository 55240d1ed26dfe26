package dev.eventbus.gateway.deadletters;

import dev.eventbus.gateway.audit.Audit;
import dev.eventbus.gateway.audit.AuditEntry;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.gateway.security.RequiresWorkspace;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The dead letters of one workspace. */
@Path("/api/workspaces/{ws}/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@APIResponse(responseCode = "401", description = "Not signed in", content = @Content(mediaType = Problem.MEDIA_TYPE))
@APIResponse(
        responseCode = "404",
        description = "No such workspace or dead letter",
        content = @Content(mediaType = Problem.MEDIA_TYPE))
@APIResponse(
        responseCode = "503",
        description = "The database is away; try again",
        content = @Content(mediaType = Problem.MEDIA_TYPE))
public class DeadLettersResource {
    private final DeadLetters letters;
    private final ReplayLetters replays;
    private final Audit audit;

    DeadLettersResource(DeadLetters letters, ReplayLetters replays, Audit audit) {
        this.letters = letters;
        this.replays = replays;
        this.audit = audit;
    }

    @GET
    @Authenticated
    @RequiresWorkspace
    @Parameter(
            name = "subscriber",
            in = ParameterIn.QUERY,
            description = "subscription/{id}, extension/{key}, or just the id or key",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "class", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "eventKey",
            in = ParameterIn.QUERY,
            description = "An event key, or a pattern of one",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "state", in = ParameterIn.QUERY, schema = @Schema(implementation = LetterState.class))
    @Parameter(
            name = "from",
            in = ParameterIn.QUERY,
            description = "Failed last at this time or later",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
    @Parameter(
            name = "to",
            in = ParameterIn.QUERY,
            description = "Failed last before this time",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200", defaultValue = "50"))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
    @APIResponse(
            responseCode = "200",
            description = "Those that failed last come first",
            content = @Content(schema = @Schema(implementation = LetterShape.PageShape.class)))
    @APIResponse(
            responseCode = "400",
            description = "A parameter is wrong",
            content = @Content(mediaType = Problem.MEDIA_TYPE))
    public byte[] list(@PathParam("ws") String workspaceId, @Context UriInfo address) {
        return letters.list(workspaceId, LetterQuery.parse(address.getQueryParameters()))
                .json();
    }

    @GET
    @Path("/{id}")
    @Authenticated
    @RequiresWorkspace
    @APIResponse(
            responseCode = "200",
            description = "The dead letter with its event",
            content = @Content(schema = @Schema(implementation = LetterShape.class)))
    public byte[] get(@PathParam("ws") String workspaceId, @PathParam("id") String id) {
        return find(workspaceId, id).json();
    }

    @POST
    @Path("/{id}/replay")
    @Authenticated
    @RequiresWorkspace
    @APIResponse(
            responseCode = "202",
            description = "It is being delivered once more",
            content = @Content(schema = @Schema(implementation = LetterShape.class)))
    @APIResponse(
            responseCode = "409",
            description = "It is not open (ALREADY_REPLAYING, ALREADY_REPLAYED), or lacks its subscriber"
                    + " (SUBSCRIBER_GONE) or event (EVENT_GONE)",
            content = @Content(mediaType = Problem.MEDIA_TYPE))
    public Response replay(@PathParam("ws") String workspaceId, @PathParam("id") String id) {
        replays.one(workspaceId, id);
        audit.record(new AuditEntry("dead-letter.replay", workspaceId, id));
        return Response.accepted(find(workspaceId, id).json()).build();
    }

    @POST
    @Path("/replay")
    @Consumes(MediaType.APPLICATION_JSON)
    @Authenticated
    @RequiresWorkspace
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = LetterShape.Replay.class)))
    @APIResponse(
            responseCode = "200",
            description = "How many open ones matched, and how many are being delivered once more: all but those whose"
                    + " subscriber no longer exists",
            content = @Content(schema = @Schema(implementation = Replayed.class)))
    @APIResponse(
            responseCode = "400",
            description = "A field is wrong",
            content = @Content(mediaType = Problem.MEDIA_TYPE))
    public Replayed replayAll(@PathParam("ws") String workspaceId, byte[] body) {
        ReplayLettersRequest request = ReplayLettersRequest.parse(body);
        if (!request.dryRun()) {
            audit.record(new AuditEntry("dead-letter.replay-all", workspaceId, null));
        }
        return replays.all(workspaceId, request);
    }

    @DELETE
    @Path("/{id}")
    @Authenticated
    @RequiresWorkspace
    @APIResponse(responseCode = "204", description = "Thrown away; its event stays in the log")
    public void discard(@PathParam("ws") String workspaceId, @PathParam("id") String id) {
        if (!letters.discard(workspaceId, id)) {
            throw new ProblemException(Problem.notFound());
        }
        audit.record(new AuditEntry("dead-letter.discard", workspaceId, id));
    }

    private Letter find(String workspaceId, String id) {
        return letters.find(workspaceId, id).orElseThrow(() -> new ProblemException(Problem.notFound()));
    }
}
