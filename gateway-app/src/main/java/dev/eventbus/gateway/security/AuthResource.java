package dev.eventbus.gateway.security;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.eventbus.gateway.account.Account;
import dev.eventbus.gateway.account.Membership;
import dev.eventbus.gateway.audit.Audit;
import dev.eventbus.gateway.audit.AuditEntry;
import dev.eventbus.gateway.json.JsonMembers;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Signing in and out, and who one is. */
@Path("/api/auth")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AuthResource {
    /** RFC 5321, 4.5.3.1; what is kept of failed attempts is bounded by it, too. */
    private static final int MAX_EMAIL = 254;

    private final SignIn signIn;
    private final Sessions sessions;
    private final SecurityIdentity identity;
    private final Audit audit;
    private final InstantSource clock;

    AuthResource(SignIn signIn, Sessions sessions, SecurityIdentity identity, Audit audit, InstantSource clock) {
        this.audit = audit;
        this.signIn = signIn;
        this.sessions = sessions;
        this.identity = identity;
        this.clock = clock;
    }

    record Login(String token, Instant expiresAt, User user) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record User(
            String id, String email, String name, @Nullable String role, List<Membership> memberships) {
        static User of(Account account) {
            return new User(account.id(), account.email(), account.name(), account.role(), account.memberships());
        }
    }

    @POST
    @Path("/login")
    @PermitAll
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema =
                                    @Schema(
                                            type = SchemaType.OBJECT,
                                            requiredProperties = {"email", "password"},
                                            properties = {
                                                @SchemaProperty(name = "email", type = SchemaType.STRING),
                                                @SchemaProperty(name = "password", type = SchemaType.STRING)
                                            })))
    @APIResponse(
            responseCode = "200",
            description = "Signed in; the cookie holds the token, too",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Login.class)))
    @APIResponse(responseCode = "429", ref = "TooManyRequests")
    public Response login(byte[] body, @Context HttpServerRequest request) {
        JsonMembers members = JsonMembers.read(body);
        String email = members.requiredText("email");
        if (email.length() > MAX_EMAIL) {
            members.refuse("email", "email must be at most " + MAX_EMAIL + " characters, was " + email.length());
        }
        String password = members.requiredText("password");
        members.check();
        Account account = signIn.check(email, password, request.remoteAddress().hostAddress());
        Sessions.Opened opened = sessions.open(account);
        Instant expiresAt = opened.signedIn().expiresAt();
        Duration lifetime = Duration.between(clock.instant(), expiresAt);
        return Response.ok(new Login(opened.token(), expiresAt, User.of(account)))
                .header(SessionCookie.HEADER, SessionCookie.carrying(opened.token(), lifetime, isTls(request)))
                .build();
    }

    @POST
    @Path("/logout")
    @Authenticated
    @Consumes(MediaType.WILDCARD)
    @APIResponse(responseCode = "204", description = "The session has ended, and its sockets")
    public Response logout(@Context HttpServerRequest request) {
        if (!(Caller.of(identity) instanceof SessionCaller caller)) {
            throw new ProblemException(
                    Problem.of(403, "FORBIDDEN", "Only a session can be ended here; revoke a key at api-keys."));
        }
        sessions.end(caller.signedIn().sessionId());
        audit.note(new AuditEntry("logout", null, null));
        return Response.noContent()
                .header(SessionCookie.HEADER, SessionCookie.expired(isTls(request)))
                .build();
    }

    @GET
    @Path("/me")
    @Authenticated
    @Consumes(MediaType.WILDCARD)
    @APIResponse(
            responseCode = "200",
            description = "The caller and their parts",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = User.class)))
    public Response me() {
        return Response.ok(User.of(Caller.of(identity).account())).build();
    }

    private static boolean isTls(HttpServerRequest request) {
        return "https".equals(request.scheme());
    }
}
