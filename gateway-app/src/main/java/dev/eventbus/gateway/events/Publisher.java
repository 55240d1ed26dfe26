package dev.eventbus.gateway.events;

import dev.eventbus.EventBus;
import dev.eventbus.EventContext;
import dev.eventbus.EventMetadata;
import dev.eventbus.Published;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.gateway.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Publishes on behalf of users and keys; done when the broker acknowledged. */
@ApplicationScoped
public class Publisher {
    private static final Logger LOG = Logger.getLogger(Publisher.class);

    /** What a request holds has been checked; of a payload above this the bus can only mind the size. */
    private static final int LARGE = 900_000;

    private final EventBus bus;
    private final Duration deadline;

    Publisher(EventBus bus, @ConfigProperty(name = "gateway.publish-deadline") Duration deadline) {
        this.bus = bus;
        this.deadline = deadline;
    }

    /**
     * Publishes without waiting. The stage fails with a {@link ProblemException}: 400 if the bus refuses the event, 503
     * if the broker does not acknowledge in time - then the event may have been stored all the same.
     *
     * @param traceparent the caller's W3C trace context; passed over where it is none
     */
    public CompletionStage<Published> publish(
            String workspaceId, Caller caller, PublishRequest request, @Nullable String traceparent) {
        String actor = Objects.requireNonNullElse(request.actor(), caller.account().id());
        EventContext context = EventContext.of(workspaceId, caller.source())
                .withActor(actor)
                .withTraceparent(traceparent != null && EventMetadata.isTraceparent(traceparent) ? traceparent : null);
        return start(context, request)
                .toCompletableFuture()
                .orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .handle((published, failure) -> {
                    if (failure != null) {
                        throw new ProblemException(problem(request, failure), failure);
                    }
                    return published;
                });
    }

    private CompletionStage<Published> start(EventContext context, PublishRequest request) {
        try {
            return bus.publish(context, request.eventKey(), request.draft(), request.durability());
        } catch (RuntimeException e) {
            return java.util.concurrent.CompletableFuture.failedFuture(e);
        }
    }

    private static Problem problem(PublishRequest request, Throwable failure) {
        Throwable cause = causeOf(failure);
        if (cause instanceof IllegalArgumentException) {
            boolean isLarge = request.draft().payload().size() > LARGE;
            return isLarge
                    ? Problem.of(413, "PAYLOAD_TOO_LARGE", String.valueOf(cause.getMessage()))
                    : Problem.of(400, "INVALID_REQUEST", String.valueOf(cause.getMessage()));
        }
        String reason = cause instanceof TimeoutException ? "no acknowledgement in time" : String.valueOf(cause);
        LOG.warnf("Publish failed and was answered with 503. reason=%s", reason);
        return Problem.unavailable(
                "BROKER_UNAVAILABLE", "The broker did not acknowledge the event; it may have been stored. Try again.");
    }

    private static Throwable causeOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
