package dev.eventbus.notifications.push;

import dev.eventbus.notifications.security.Caller;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** What a browser needs to subscribe to this server's pushes. */
@Path("/api/workspaces/{ws}/push")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class VapidResource {
    private final VapidKeys keys;
    private final Caller caller;

    VapidResource(VapidKeys keys, Caller caller) {
        this.keys = keys;
        this.caller = caller;
    }

    /** The {@code applicationServerKey} of {@code pushManager.subscribe}. */
    public record PublicKey(String publicKey) {}

    @GET
    @Path("vapid-key")
    public PublicKey publicKey(@PathParam("ws") String workspaceId) {
        caller.userIn(workspaceId);
        return new PublicKey(keys.pair().publicText());
    }
}
