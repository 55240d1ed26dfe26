package dev.eventbus.gateway.access;

import dev.eventbus.gateway.account.Account;
import dev.eventbus.gateway.account.Passwords;
import dev.eventbus.gateway.json.JsonMembers;
import dev.eventbus.gateway.query.Items;
import dev.eventbus.gateway.query.PageQuery;
import dev.eventbus.gateway.security.RequiresAdmin;
import dev.eventbus.topic.Segments;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.ResponseStatus;

/** The users of the platform, for its administrators. */
@Path("/api/users")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class UsersResource {
    private static final int MAX_EMAIL = 254;
    private static final int MIN_PASSWORD = 12;
    private static final int MAX_PASSWORD_BYTES = 72;

    private final UserStore store;
    private final Passwords passwords;

    UsersResource(UserStore store, Passwords passwords) {
        this.store = store;
        this.passwords = passwords;
    }

    @GET
    @Authenticated
    @RequiresAdmin
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.INTEGER))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
    public Items<UserStore.User> list(@Context UriInfo address) {
        PageQuery page = PageQuery.parse(address.getQueryParameters());
        return Items.of(store.list(page), page, UserStore.User::id);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Authenticated
    @RequiresAdmin
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
                                                @SchemaProperty(name = "password", type = SchemaType.STRING),
                                                @SchemaProperty(name = "id", type = SchemaType.STRING),
                                                @SchemaProperty(name = "name", type = SchemaType.STRING),
                                                @SchemaProperty(name = "role", type = SchemaType.STRING)
                                            })))
    @APIResponse(
            responseCode = "201",
            description = "The user",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = UserStore.User.class)))
    @APIResponse(responseCode = "409", ref = "#/components/responses/Conflict")
    public UserStore.User add(byte[] body) {
        JsonMembers members = JsonMembers.read(body);
        String email = members.requiredText("email");
        members.attempt("email", () -> email.isEmpty() ? email : requireEmail(email));
        String password = members.requiredText("password");
        members.attempt("password", () -> password.isEmpty() ? password : requirePassword(password));
        String id = members.text("id", text -> Segments.require("id", text));
        String name = members.text("name", text -> Texts.requireName("name", text));
        String role = members.text("role", UsersResource::requireAdmin);
        members.check();
        UserStore.User user = new UserStore.User(
                Objects.requireNonNullElseGet(id, () -> UUID.randomUUID().toString()),
                email,
                Objects.requireNonNullElse(name, email),
                role);
        store.add(user, passwords.hash(password));
        return user;
    }

    private static String requireEmail(String text) {
        if (text.length() > MAX_EMAIL || !text.matches("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+")) {
            throw new IllegalArgumentException(
                    "email must be an address such as ada@example.com, at most " + MAX_EMAIL + " characters");
        }
        return text;
    }

    /** NIST SP 800-63B asks for length, not for kinds of characters. */
    private static String requirePassword(String text) {
        boolean isTooLong = text.getBytes(StandardCharsets.UTF_8).length > MAX_PASSWORD_BYTES;
        if (text.length() < MIN_PASSWORD || isTooLong) {
            throw new IllegalArgumentException("password must be at least " + MIN_PASSWORD + " characters and at most "
                    + MAX_PASSWORD_BYTES + " bytes");
        }
        return text;
    }

    private static String requireAdmin(String text) {
        if (!text.equals(Account.ADMIN)) {
            throw new IllegalArgumentException("role must be ADMIN or left out, was " + Segments.quoted(text));
        }
        return text;
    }
}
