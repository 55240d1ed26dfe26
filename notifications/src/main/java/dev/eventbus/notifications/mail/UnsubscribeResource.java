package dev.eventbus.notifications.mail;

import dev.eventbus.notifications.problem.ProblemException;
import dev.eventbus.notifications.profile.Directory;
import dev.eventbus.notifications.profile.Directory.Unwanted;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/**
 * The way out of e-mails, without login: the signed token is all it takes. Only POST changes something (RFC 8058), as
 * mail scanners follow links.
 */
@Path("/unsubscribe/{token}")
@Produces({MediaType.TEXT_HTML, MediaType.APPLICATION_JSON})
@RunOnVirtualThread
public class UnsubscribeResource {
    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <meta name="robots" content="noindex"><title>E-mails</title></head>
            <body><h1>%s</h1>%s</body></html>
            """;
    private static final String BUTTON = """
            <p>You will still find these notifications in your inbox.</p>
            <form method="post"><button>Send me no more of these e-mails</button></form>""";

    private final UnsubscribeLinks links;
    private final Directory directory;

    UnsubscribeResource(UnsubscribeLinks links, Directory directory) {
        this.links = links;
        this.directory = directory;
    }

    @GET
    @PermitAll
    @Operation(summary = "The page behind a mail's link; changes nothing")
    @APIResponse(responseCode = "200", content = @Content(mediaType = "text/html"))
    @APIResponse(responseCode = "404", description = "The link is not one of ours")
    public Response ask(@PathParam("token") String token) {
        return page("E-mails about “" + unwanted(token).rule() + "”", BUTTON);
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @PermitAll
    @Operation(summary = "Ends the e-mails the token is about, in one click (RFC 8058); the same the second time")
    @APIResponse(responseCode = "200", content = @Content(mediaType = "text/html"))
    @APIResponse(responseCode = "404", description = "The link is not one of ours")
    public Response unsubscribe(@PathParam("token") String token) {
        Unwanted unwanted = unwanted(token);
        directory.switchOff(unwanted);
        return page("You get no more e-mails about “" + unwanted.rule() + "”", "");
    }

    private Unwanted unwanted(String token) {
        return links.read(token).orElseThrow(() -> ProblemException.notFound("this link is not one of ours"));
    }

    // The key of a rule needs no escaping: it has letters, digits, - and _ only.
    private static Response page(String heading, String rest) {
        return Response.ok(PAGE.formatted(heading, rest), MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .header("Cache-Control", "no-store")
                .header("Referrer-Policy", "no-referrer")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; form-action 'self'; frame-ancestors 'none'")
                .build();
    }
}
