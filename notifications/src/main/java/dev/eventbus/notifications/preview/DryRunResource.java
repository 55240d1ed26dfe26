package dev.eventbus.notifications.preview;

import dev.eventbus.notifications.event.EventData;
import dev.eventbus.notifications.json.Members;
import dev.eventbus.notifications.rule.Rule;
import dev.eventbus.notifications.rule.RuleDefinition;
import dev.eventbus.notifications.rule.RuleReader;
import dev.eventbus.notifications.rule.Rules;
import dev.eventbus.notifications.security.Caller;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Tries rules on events: answers what they would do, and does nothing. For owners, as it shows people's settings. */
@Path("/api/workspaces/{ws}/notification-rules")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class DryRunResource {
    private final Rules rules;
    private final RuleReader reader;
    private final DryRun dryRun;
    private final Caller caller;
    private final InstantSource clock;

    DryRunResource(Rules rules, RuleReader reader, DryRun dryRun, Caller caller, InstantSource clock) {
        this.rules = rules;
        this.reader = reader;
        this.dryRun = dryRun;
        this.caller = caller;
        this.clock = clock;
    }

    /** The body of a dry run, for the API's description. */
    @Schema(requiredProperties = {"rule", "event"})
    record DryRunBody(
            @Schema(description = "As it would be stored; of a built-in one its key is enough")
            RuleDefinition rule,

            ExampleEvent event) {}

    /** The body of a preview, for the API's description. */
    @Schema(requiredProperties = "event")
    record PreviewBody(ExampleEvent event) {}

    /** An event to try rules on, for the API's description. */
    @Schema(
            requiredProperties = "eventKey",
            description = "As it is published; an event as the log shows it is taken as well")
    record ExampleEvent(
            @Schema(examples = "crm.deal.closed") String eventKey,
            @Schema(type = SchemaType.OBJECT) Map<String, Object> payload,
            String actor,
            String resourceId,
            @Schema(description = "Left out: now") String timestamp) {}

    @POST
    @Path("dry-run")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = DryRunBody.class)))
    @APIResponse(
            responseCode = "200",
            description = "What would happen; nothing is stored and nothing sent",
            content = @Content(schema = @Schema(implementation = Preview.class)))
    @APIResponse(responseCode = "400", description = "Names each field at fault, such as rule.eventPattern")
    @APIResponse(responseCode = "403", description = "Not an owner of the workspace")
    public Preview dryRun(@PathParam("ws") String workspaceId, byte @Nullable [] body) {
        caller.administratorOf(workspaceId);
        Members members = Members.read(body);
        Rule rule = reader.readToTry(members, "rule", workspaceId);
        return run(workspaceId, members, rule);
    }

    @POST
    @Path("{key}/preview")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = PreviewBody.class)))
    @APIResponse(
            responseCode = "200",
            description = "What the stored rule would do; nothing is stored and nothing sent",
            content = @Content(schema = @Schema(implementation = Preview.class)))
    @APIResponse(responseCode = "400", description = "Names each field at fault, such as event.eventKey")
    @APIResponse(responseCode = "403", description = "Not an owner of the workspace")
    @APIResponse(responseCode = "404", description = "No such rule")
    public Preview preview(@PathParam("ws") String workspaceId, @PathParam("key") String key, byte @Nullable [] body) {
        caller.administratorOf(workspaceId);
        Rule rule = rules.compiled(workspaceId, key);
        return run(workspaceId, Members.read(body), rule);
    }

    private Preview run(String workspaceId, Members members, @Nullable Rule rule) {
        if (!members.has("event")) {
            members.refuse("event", "must be given, with an eventKey");
        }
        EventData data = members.has("event")
                ? new EventReader(workspaceId, clock.instant()).read(members.inside("event"))
                : null;
        members.check();
        if (rule == null || data == null) {
            throw new IllegalStateException("a dry run without faults could not be read");
        }
        return dryRun.of(rule, data);
    }
}
