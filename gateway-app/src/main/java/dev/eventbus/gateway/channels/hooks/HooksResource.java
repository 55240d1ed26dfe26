package dev.eventbus.gateway.channels.hooks;

import dev.eventbus.gateway.channels.intake.Said;
import dev.eventbus.gateway.channels.signature.SignedRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Where providers post their webhooks to; the signature is the credential. */
@Path("/hooks")
public class HooksResource {
    private final ReceiveHook receive;
    private final InstantSource clock;

    HooksResource(ReceiveHook receive, InstantSource clock) {
        this.receive = receive;
        this.clock = clock;
    }

    /** What a provider hears once the event is stored. */
    @Schema(name = "HookAccepted")
    record Accepted(String code, String eventId) {}

    @POST
    @Path("/{channelId}")
    @PermitAll
    @RunOnVirtualThread
    @Consumes(MediaType.WILDCARD)
    @RequestBody(
            required = true,
            content = @Content(mediaType = "*/*", schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(
            responseCode = "200",
            description = "The broker has stored the event, now or when it came before",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Accepted.class)),
                @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public Response receive(@PathParam("channelId") String channelId, @Context HttpHeaders headers, byte[] body) {
        SignedRequest request = new SignedRequest(
                name -> Objects.requireNonNullElse(headers.getRequestHeader(name), List.of()), body, clock.instant());
        List<String> tags = Said.tags(headers.getRequestHeaders().keySet(), request.headers());
        return switch (receive.receive(channelId, request, tags)) {
            case ReceiveHook.Reply.Stored stored ->
                Response.ok(new Accepted("SUCCESS", stored.eventId()), MediaType.APPLICATION_JSON_TYPE)
                        .build();
            case ReceiveHook.Reply.Challenged challenged ->
                Response.ok(challenged.answer(), MediaType.TEXT_PLAIN_TYPE).build();
        };
    }
}
