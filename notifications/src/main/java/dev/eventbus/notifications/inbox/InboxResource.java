package dev.eventbus.notifications.inbox;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.eventbus.notifications.problem.ProblemException;
import dev.eventbus.notifications.security.Caller;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** A user's own notifications over REST. */
@Path("/api/workspaces/{ws}/notifications")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class InboxResource {
    private final Inbox inbox;
    private final Caller caller;

    InboxResource(Inbox inbox, Caller caller) {
        this.inbox = inbox;
        this.caller = caller;
    }

    /** A marked notification, and beside its own fields the count that goes with it. */
    public record Marked(@JsonUnwrapped Notification notification, Unread unread) {}

    /** The body of "snooze", for the API's description only. */
    record Snooze(
            @Schema(required = true, description = "A time to come within a year")
            Instant until) {}

    /** The body of "read all". */
    public record ReadAll(@Nullable String upTo) {}

    @GET
    public Page list(
            @PathParam("ws") String workspaceId,
            @Parameter(schema = @Schema(enumeration = {"CREATED", "DELIVERED", "READ", "EXPIRED", "FAILED", "UNREAD"}))
                    @QueryParam("status")
                    @Nullable
                    String status,
            @Parameter(
                            schema =
                                    @Schema(
                                            enumeration = {"INBOX", "SNOOZED", "ARCHIVED"},
                                            defaultValue = "INBOX"))
                    @QueryParam("view")
                    @Nullable
                    String view,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        return inbox.page(owner(workspaceId), PageRequest.of(status, view, cursor, limit));
    }

    @GET
    @Path("unread-count")
    public Unread unreadCount(@PathParam("ws") String workspaceId) {
        return inbox.unread(owner(workspaceId));
    }

    @GET
    @Path("{id}")
    public Detail one(@PathParam("ws") String workspaceId, @PathParam("id") String id) {
        return inbox.detail(owner(workspaceId), id)
                .orElseThrow(() -> ProblemException.notFound("no such notification"));
    }

    @POST
    @Path("{id}/archive")
    public Marked archive(@PathParam("ws") String workspaceId, @PathParam("id") String id) {
        return marked(inbox.archive(owner(workspaceId), id));
    }

    @POST
    @Path("{id}/snooze")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = Snooze.class)))
    @APIResponse(
            responseCode = "200",
            description = "Out of sight until then, when it comes back unread",
            content = @Content(schema = @Schema(implementation = Marked.class)))
    @APIResponse(responseCode = "409", description = "It expired or failed")
    public Marked snooze(@PathParam("ws") String workspaceId, @PathParam("id") String id, byte @Nullable [] body) {
        return marked(inbox.snooze(owner(workspaceId), id, body).map(change -> {
            if (!change.changed()) {
                throw ProblemException.conflict("the notification can come back no more, it is "
                        + change.notification().status());
            }
            return change;
        }));
    }

    @POST
    @Path("{id}/read")
    public Marked read(@PathParam("ws") String workspaceId, @PathParam("id") String id) {
        return marked(inbox.read(owner(workspaceId), id));
    }

    @POST
    @Path("{id}/unread")
    public Marked unread(@PathParam("ws") String workspaceId, @PathParam("id") String id) {
        return marked(inbox.undoRead(owner(workspaceId), id));
    }

    @POST
    @Path("read-all")
    @Consumes(MediaType.APPLICATION_JSON)
    public Unread readAll(@PathParam("ws") String workspaceId, @Nullable ReadAll body) {
        Owner owner = owner(workspaceId);
        return inbox.readAll(owner, UpTo.parse(body == null ? null : body.upTo()));
    }

    private Owner owner(String workspaceId) {
        return new Owner(workspaceId, caller.userIn(workspaceId));
    }

    private static Marked marked(Optional<Change> change) {
        return change.map(made -> new Marked(made.notification(), made.unread()))
                .orElseThrow(() -> ProblemException.notFound("no such notification"));
    }
}
