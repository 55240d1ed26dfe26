package dev.eventbus.gateway.chat;

import dev.eventbus.Ulid;
import dev.eventbus.gateway.json.JsonMembers;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.gateway.query.Items;
import dev.eventbus.gateway.query.PageQuery;
import dev.eventbus.gateway.security.Caller;
import dev.eventbus.gateway.security.RequiresWorkspace;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.ResponseStatus;

/** The channels of one workspace and what is said in them. */
@Path("/api/workspaces/{ws}/chat/channels")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ChatResource {
    private final Chat chat;
    private final ChatMessages messages;
    private final SecurityIdentity identity;
    private final InstantSource clock;
    private final Ulid ids;

    ChatResource(Chat chat, ChatMessages messages, SecurityIdentity identity, InstantSource clock) {
        this.chat = chat;
        this.messages = messages;
        this.identity = identity;
        this.clock = clock;
        this.ids = new Ulid(clock, new SecureRandom());
    }

    @GET
    @Authenticated
    @RequiresWorkspace
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.INTEGER))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
    public Items<ChatMessages.Channel> channels(@PathParam("ws") String workspaceId, @Context UriInfo address) {
        return messages.channels(workspaceId, PageQuery.parse(address.getQueryParameters()));
    }

    @GET
    @Path("/{channel}/messages")
    @Authenticated
    @RequiresWorkspace
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.INTEGER))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
    public Items<ChatMessage> list(
            @PathParam("ws") String workspaceId, @PathParam("channel") String channel, @Context UriInfo address) {
        requireChannel(channel);
        return messages.page(workspaceId, channel, PageQuery.parse(address.getQueryParameters()));
    }

    @POST
    @Path("/{channel}/messages")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Authenticated
    @RequiresWorkspace
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema =
                                    @Schema(
                                            type = SchemaType.OBJECT,
                                            requiredProperties = "message",
                                            properties = {
                                                @SchemaProperty(
                                                        name = "message",
                                                        type = SchemaType.STRING,
                                                        description = "1 to 4,000 characters"),
                                                @SchemaProperty(
                                                        name = "sender",
                                                        type = SchemaType.STRING,
                                                        description = "the caller's id if not said")
                                            })))
    @APIResponse(
            responseCode = "201",
            description = "The message as it is kept; chat.message.received is or will be published.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ChatMessage.class)))
    @APIResponse(responseCode = "409", ref = "Conflict")
    public ChatMessage post(@PathParam("ws") String workspaceId, @PathParam("channel") String channel, byte[] body) {
        requireChannel(channel);
        JsonMembers members = JsonMembers.read(body);
        String text = members.requiredText("message");
        if (!text.isEmpty()) {
            members.attempt("message", () -> ChatText.message(text));
        }
        String sender = members.text("sender", ChatText::sender);
        members.check();
        if (messages.areOff(workspaceId)) {
            throw new ProblemException(Problem.of(
                    409, "CHAT_DISABLED", "The chat extension is disabled or not installed here; enable it first."));
        }
        String actor = Caller.of(identity).account().id();
        StoredMessage message = new StoredMessage(
                workspaceId,
                ids.next(),
                channel,
                Objects.requireNonNullElse(sender, actor),
                text,
                actor,
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        chat.say(message);
        return ChatMessage.of(message);
    }

    private static void requireChannel(String channel) {
        try {
            ChatText.channel(channel);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.invalid("channel", String.valueOf(e.getMessage())), e);
        }
    }
}
