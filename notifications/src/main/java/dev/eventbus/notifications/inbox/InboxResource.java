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
import java.util.Optional;
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

    /** The body of "read all". */
    public record ReadAll(@Nullable String upTo) {}

    @GET
    public Page list(
            @PathParam("ws") String workspaceId,
            @QueryParam("status") @Nullable String status,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        return inbox.page(owner(workspaceId), PageRequest.of(status, cursor, limit));
    }

    @GET
    @Path("unread-count")
    public Unread unreadCount(@PathParam("ws") String workspaceId) {
        return inbox.unread(owner(workspaceId));
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
