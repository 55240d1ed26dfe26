package dev.eventbus.notifications.profile;

import dev.eventbus.notifications.page.PageParameters;
import dev.eventbus.notifications.problem.ProblemException;
import dev.eventbus.notifications.security.Caller;
import dev.eventbus.topic.Segments;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/** How people want to be notified: each their own, administrators everybody's. */
@Path("/api/workspaces/{ws}/recipients")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class RecipientsResource {
    private static final Pattern USER_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final Directory directory;
    private final Caller caller;

    RecipientsResource(Directory directory, Caller caller) {
        this.directory = directory;
        this.caller = caller;
    }

    /** A part of the list. */
    record RecipientPage(
            List<ProfileBody> items,
            @Schema(nullable = true) @Nullable String nextCursor) {}

    @GET
    @Path("me")
    @Authenticated
    public ProfileBody mine(@PathParam("ws") String workspaceId) {
        return ProfileBody.of(directory.get(workspaceId, caller.userIn(workspaceId)));
    }

    @PUT
    @Path("me")
    @Consumes(MediaType.APPLICATION_JSON)
    @Authenticated
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = ProfileBody.class)))
    public ProfileBody putMine(@PathParam("ws") String workspaceId, byte @Nullable [] body) {
        return stored(workspaceId, caller.userIn(workspaceId), body);
    }

    @GET
    @RolesAllowed({"OWNER", "ADMIN"})
    public RecipientPage list(
            @PathParam("ws") String workspaceId,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        caller.userIn(workspaceId);
        int most = PageParameters.limit(limit);
        String after = PageParameters.after(cursor, USER_ID.asMatchPredicate());
        List<Profile> rows = directory.page(workspaceId, after, most + 1);
        List<Profile> items = rows.subList(0, Math.min(rows.size(), most));
        return new RecipientPage(
                items.stream().map(ProfileBody::of).toList(),
                rows.size() > most ? items.getLast().userId() : null);
    }

    @GET
    @Path("{userId}")
    @RolesAllowed({"OWNER", "ADMIN"})
    public ProfileBody get(@PathParam("ws") String workspaceId, @PathParam("userId") String userId) {
        caller.userIn(workspaceId);
        return ProfileBody.of(directory.get(workspaceId, userId(userId)));
    }

    @PUT
    @Path("{userId}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({"OWNER", "ADMIN"})
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = ProfileBody.class)))
    public ProfileBody put(
            @PathParam("ws") String workspaceId, @PathParam("userId") String userId, byte @Nullable [] body) {
        caller.userIn(workspaceId);
        return stored(workspaceId, userId(userId), body);
    }

    // Not a method with an annotation: those are checked again when they are called from within.
    private ProfileBody stored(String workspaceId, String userId, byte @Nullable [] body) {
        Profile profile = ProfileRequest.parse(userId, body);
        directory.put(workspaceId, profile);
        return ProfileBody.of(profile);
    }

    private static String userId(String text) {
        try {
            return Segments.require("userId", text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badField("userId", "must match [A-Za-z0-9_-]{1,64}, was " + Segments.quoted(text));
        }
    }
}
