package dev.eventbus.notifications.device;

import dev.eventbus.notifications.inbox.Owner;
import dev.eventbus.notifications.security.Caller;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** A user's own devices over REST. */
@Path("/api/workspaces/{ws}/recipients/me/devices")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class DevicesResource {
    private final Devices devices;
    private final Caller caller;

    DevicesResource(Devices devices, Caller caller) {
        this.devices = devices;
        this.caller = caller;
    }

    @GET
    @APIResponse(
            responseCode = "200",
            description = "Newest first, at most 20; without what is needed to push to them",
            content = @Content(schema = @Schema(implementation = DeviceAnswer.DeviceList.class)))
    public DeviceAnswer.DeviceList list(@PathParam("ws") String workspaceId) {
        List<Device> all = devices.all(owner(workspaceId));
        return new DeviceAnswer.DeviceList(all.stream().map(DeviceAnswer::of).toList(), null);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = DeviceBody.class)))
    @APIResponse(
            responseCode = "201",
            description = "Pushed to from now on; of 21 devices the one that was of use longest ago is let go",
            content = @Content(schema = @Schema(implementation = DeviceAnswer.class)))
    @APIResponse(
            responseCode = "200",
            description = "Known already; whoever registers it last has it",
            content = @Content(schema = @Schema(implementation = DeviceAnswer.class)))
    public Response register(@PathParam("ws") String workspaceId, byte[] body) {
        DeviceStore.Registered registered = devices.register(owner(workspaceId), DeviceRequest.parse(body));
        return Response.status(registered.isNew() ? 201 : 200)
                .entity(DeviceAnswer.of(registered.device()))
                .build();
    }

    @DELETE
    @Path("{id}")
    @APIResponse(responseCode = "204", description = "No longer pushed to")
    public void delete(@PathParam("ws") String workspaceId, @PathParam("id") String id) {
        devices.delete(owner(workspaceId), id);
    }

    private Owner owner(String workspaceId) {
        return new Owner(workspaceId, caller.userIn(workspaceId));
    }
}
