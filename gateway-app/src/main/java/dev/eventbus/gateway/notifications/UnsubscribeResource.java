package dev.eventbus.gateway.notifications;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.net.http.HttpRequest;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/**
 * The way out of e-mails, for people who are not signed in and for their mail programs (RFC 8058). The signed token is
 * all the right one needs; the notifier made it and checks it.
 */
@Path("/unsubscribe/{token:[A-Za-z0-9._~-]+}")
@RunOnVirtualThread
public class UnsubscribeResource {
    private final Notifier notifier;

    UnsubscribeResource(Notifier notifier) {
        this.notifier = notifier;
    }

    @GET
    @PermitAll
    @Operation(summary = "The page behind a mail's link; changes nothing")
    @APIResponse(responseCode = "200", content = @Content(mediaType = "text/html"))
    @APIResponse(responseCode = "404", ref = "NotFound")
    public Response ask(@PathParam("token") String token) {
        return pass(notifier.request("/unsubscribe/" + token).GET());
    }

    @POST
    @PermitAll
    @Operation(summary = "Ends the e-mails the token is about, in one click (RFC 8058)")
    @APIResponse(responseCode = "200", content = @Content(mediaType = "text/html"))
    @APIResponse(responseCode = "404", ref = "NotFound")
    public Response unsubscribe(@PathParam("token") String token) {
        return pass(notifier.request("/unsubscribe/" + token).POST(HttpRequest.BodyPublishers.noBody()));
    }

    private Response pass(HttpRequest.Builder request) {
        return NotifierResource.answer(notifier.call(request.build()));
    }
}
