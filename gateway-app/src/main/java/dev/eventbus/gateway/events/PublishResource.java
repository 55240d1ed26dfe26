package dev.eventbus.gateway.events;

import dev.eventbus.Published;
import dev.eventbus.gateway.json.ArrayItems;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.gateway.security.Caller;
import dev.eventbus.gateway.security.RequiresWorkspace;
import dev.eventbus.nats.IdempotencyKeys.Claim;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Publishing over REST: one event, or many at a time. */
@Path("/api/workspaces/{ws}/events/publish")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class PublishResource {
    static final int MAX_BATCH = 1_000;

    private final Publisher publisher;
    private final PublishBatch batches;
    private final Idempotency idempotency;
    private final SecurityIdentity identity;

    PublishResource(Publisher publisher, PublishBatch batches, Idempotency idempotency, SecurityIdentity identity) {
        this.publisher = publisher;
        this.batches = batches;
        this.idempotency = idempotency;
        this.identity = identity;
    }

    /** What a publisher hears once the event is stored. */
    record Accepted(String code, String eventId) {
        static Accepted of(Published published) {
            return new Accepted("SUCCESS", published.eventId());
        }
    }

    /** On the event loop, where nothing may block; bodies above 10 KB are read and looked at by a worker. */
    @POST
    @Authenticated
    @RequiresWorkspace
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = EventToPublish.class)))
    @APIResponse(
            responseCode = "200",
            description = "The broker stored the event, or stored it when it was asked before",
            content = @Content(schema = @Schema(implementation = Accepted.class)))
    @APIResponse(responseCode = "409", ref = "Conflict")
    public CompletionStage<Accepted> publish(
            @PathParam("ws") String workspaceId,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @HeaderParam("traceparent") @Nullable String traceparent,
            byte[] body) {
        PublishRequest request = PublishRequest.parse(body);
        Sender sender = sender(workspaceId, traceparent);
        return key == null
                ? publisher.publishUnblocked(sender, request).thenApply(Accepted::of)
                : CompletableFuture.supplyAsync(
                        () -> publishOnce(sender, key, request, body), Thread::startVirtualThread);
    }

    private Accepted publishOnce(Sender sender, String key, PublishRequest request, byte[] body) {
        Claim claim = idempotency.claim(sender, key, "publish", body);
        if (claim != null && claim.isDone()) {
            return new Accepted("SUCCESS", claim.id());
        }
        try {
            Published published = publisher
                    .publish(sender, claim == null ? request : request.withId(claim.id()))
                    .toCompletableFuture()
                    .join();
            idempotency.done(claim);
            return Accepted.of(published);
        } catch (CompletionException e) {
            throw refused(e, claim);
        }
    }

    private RuntimeException refused(CompletionException failure, @Nullable Claim claim) {
        if (failure.getCause() instanceof ProblemException problem) {
            if (problem.problem().status() < 500) {
                idempotency.refused(claim);
            }
            return problem;
        }
        return failure;
    }

    @POST
    @Path("/batch")
    @RunOnVirtualThread
    @Authenticated
    @RequiresWorkspace
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema =
                                    @Schema(
                                            type = SchemaType.ARRAY,
                                            implementation = EventToPublish.class,
                                            maxItems = MAX_BATCH)))
    @APIResponse(
            responseCode = "200",
            description = "What became of each event, in order",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = Outcome.class)))
    @APIResponse(responseCode = "409", ref = "Conflict")
    public List<Outcome> publishBatch(
            @PathParam("ws") String workspaceId,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @HeaderParam("traceparent") @Nullable String traceparent,
            byte[] body) {
        List<byte[]> items = ArrayItems.of(body, MAX_BATCH);
        Sender sender = sender(workspaceId, traceparent);
        Claim claim = idempotency.claim(sender, key, "batch", body);
        PublishBatch.Done done = batches.publish(sender, items, claim);
        if (claim != null && !claim.isDone() && done.isSettled()) {
            idempotency.done(claim);
        }
        return done.outcomes();
    }

    private Sender sender(String workspaceId, @Nullable String traceparent) {
        return Sender.of(workspaceId, Caller.of(identity), traceparent);
    }
}
