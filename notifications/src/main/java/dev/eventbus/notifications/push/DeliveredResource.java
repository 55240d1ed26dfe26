package dev.eventbus.notifications.push;

import dev.eventbus.notifications.channel.Confirmations;
import dev.eventbus.notifications.inbox.Owner;
import dev.eventbus.notifications.problem.ProblemException;
import dev.eventbus.notifications.rule.ChannelKind;
import dev.eventbus.notifications.security.Caller;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** The word of a service worker that it has shown what was pushed to it. */
@Path("/api/workspaces/{ws}/notifications/{id}/delivered")
@Authenticated
@RunOnVirtualThread
public class DeliveredResource {
    private final Confirmations confirmations;
    private final Caller caller;

    DeliveredResource(Confirmations confirmations, Caller caller) {
        this.confirmations = confirmations;
        this.caller = caller;
    }

    /** By which channel it came. */
    @Schema(name = "Delivered", requiredProperties = "channel")
    public record Delivered(
            @Schema(enumeration = "PUSH") @Nullable String channel) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponse(responseCode = "204", description = "Written down; the same the second time")
    public void delivered(@PathParam("ws") String workspaceId, @PathParam("id") String id, @Nullable Delivered body) {
        Owner owner = new Owner(workspaceId, caller.userIn(workspaceId));
        if (body == null || !ChannelKind.PUSH.name().equals(body.channel())) {
            throw ProblemException.badField("channel", "must be PUSH");
        }
        if (!confirmations.confirm(owner, id, ChannelKind.PUSH)) {
            throw ProblemException.notFound("no such notification");
        }
    }
}
