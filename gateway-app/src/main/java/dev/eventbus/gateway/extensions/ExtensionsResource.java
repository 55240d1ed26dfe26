package dev.eventbus.gateway.extensions;

import dev.eventbus.gateway.query.Items;
import dev.eventbus.gateway.query.PageQuery;
import dev.eventbus.gateway.security.RequiresAdmin;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** The registry of extensions, for the platform's administrators. */
@Path("/api/extensions")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ExtensionsResource {
    private final Extensions extensions;

    ExtensionsResource(Extensions extensions) {
        this.extensions = extensions;
    }

    /** A part of the list. */
    record ExtensionPage(
            List<ExtensionAnswer> items,
            @Schema(nullable = true) @Nullable String nextCursor) {}

    /** How a request writes an extension; for the API's description only. */
    @Schema(requiredProperties = {"key", "name", "type"})
    record ExtensionBody(
            @Schema(pattern = "[A-Za-z0-9_-]{1,64}", description = "A PUT may leave it out")
            String key,

            @Schema(maxLength = 100) String name,
            ExtensionType type,

            @Schema(description = "Of an EXTERNAL_SERVICE only; its events are posted to /events below it")
            String serviceBaseUrl,

            @Schema(description = "whsec_ and base64 of 24 to 64 bytes; left out: the stored one, else a new one")
            String secret) {}

    @GET
    @Authenticated
    @RequiresAdmin
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200", defaultValue = "50"))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
    @APIResponse(
            responseCode = "200",
            description = "By key",
            content = @Content(schema = @Schema(implementation = ExtensionPage.class)))
    public ExtensionPage list(@Context UriInfo address) {
        Items<ExtensionAnswer> page =
                extensions.page(PageQuery.parse(address.getQueryParameters())).map(ExtensionAnswer::of);
        return new ExtensionPage(page.items(), page.nextCursor());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Authenticated
    @RequiresAdmin
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = ExtensionBody.class)))
    @APIResponse(
            responseCode = "201",
            description = "Registered; a secret that was made is shown this once",
            content = @Content(schema = @Schema(implementation = ExtensionAnswer.class)))
    @APIResponse(responseCode = "409", ref = "Conflict")
    public Response register(@Context UriInfo address, byte[] body) {
        Extensions.Registered registered = extensions.register(ExtensionRequest.parse(body));
        return Response.created(address.getAbsolutePathBuilder()
                        .path(registered.extension().key())
                        .build())
                .entity(ExtensionAnswer.of(registered))
                .header("Cache-Control", "no-store")
                .build();
    }

    @GET
    @Path("/{key}")
    @Authenticated
    @RequiresAdmin
    @APIResponse(
            responseCode = "200",
            description = "The extension",
            content = @Content(schema = @Schema(implementation = ExtensionAnswer.class)))
    public ExtensionAnswer get(@PathParam("key") String key) {
        return ExtensionAnswer.of(extensions.get(key));
    }

    @PUT
    @Path("/{key}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Authenticated
    @RequiresAdmin
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = ExtensionBody.class)))
    @APIResponse(
            responseCode = "200",
            description = "Stored and live",
            content = @Content(schema = @Schema(implementation = ExtensionAnswer.class)))
    @APIResponse(responseCode = "409", ref = "Conflict")
    public ExtensionAnswer replace(@PathParam("key") String key, byte[] body) {
        return ExtensionAnswer.of(extensions.replace(ExtensionRequest.parse(body, key)));
    }

    @DELETE
    @Path("/{key}")
    @Authenticated
    @RequiresAdmin
    @APIResponse(responseCode = "204", description = "Gone from all workspaces; dead letters stay")
    @APIResponse(responseCode = "409", ref = "Conflict")
    public void delete(@PathParam("key") String key) {
        extensions.delete(key);
    }
}
