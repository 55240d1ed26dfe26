package dev.eventbus.forwarder.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eventbus.forwarder.forward.Forwarder;
import dev.eventbus.forwarder.forward.Orphans;
import dev.eventbus.nats.ConsumerState;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The subscriptions as they are now. */
@Path("/admin/subscriptions")
@RunOnVirtualThread
public final class SubscriptionsResource {
    private final CurrentForwarder current;
    private final ObjectMapper json;

    SubscriptionsResource(CurrentForwarder current, ObjectMapper json) {
        this.current = current;
        this.json = json;
    }

    /** All of them, disabled ones too, in the order of the files. */
    record All(List<SubscriptionView> items, List<Orphan> orphans) {}

    /** A durable consumer that no subscription names. */
    record Orphan(String stream, String consumer, long pending, long unsettled, String advice) {
        static Orphan of(ConsumerState state) {
            return new Orphan(
                    state.stream(), state.durable(), state.pending(), state.unsettled(), Orphans.advice(state));
        }
    }

    @GET
    public All list() {
        Running running = current.require();
        return new All(
                running.forwarder().status().stream()
                        .map(status -> SubscriptionView.of(status, running.backlogs()))
                        .toList(),
                running.backlogs().orphans().stream().map(Orphan::of).toList());
    }

    @GET
    @Path("/{name}")
    public SubscriptionView get(@PathParam("name") String name) {
        return view(current.require(), name);
    }

    /** What may be said of a pause. */
    record PauseRequest(@Nullable String reason) {
        private static final int LONGEST_REASON = 200;

        String checked() {
            if (reason == null) {
                return "paused by an administrator";
            }
            if (reason.isBlank() || reason.length() > LONGEST_REASON) {
                throw new ProblemException(
                        Problem.invalid("reason", "must be 1 to 200 characters, was of length " + reason.length()));
            }
            return reason;
        }
    }

    /** In every process, until it is resumed; a reason given earlier stays. */
    @POST
    @Path("/{name}/pause")
    @Consumes(MediaType.WILDCARD)
    public SubscriptionView pause(@PathParam("name") String name, byte[] body) {
        String reason = request(body).checked();
        return change(name, forwarder -> forwarder.pause(name, reason));
    }

    /** Read here, whatever its type is said to be: who gives no reason sends no body, and some clients a type for it. */
    private PauseRequest request(byte[] body) {
        try {
            return body.length == 0 ? new PauseRequest(null) : json.readValue(body, PauseRequest.class);
        } catch (IOException e) {
            throw new BadRequestException(e);
        }
    }

    @POST
    @Path("/{name}/resume")
    @Consumes(MediaType.WILDCARD)
    public SubscriptionView resume(@PathParam("name") String name) {
        return change(name, forwarder -> forwarder.resume(name));
    }

    private SubscriptionView change(String name, Consumer<Forwarder> change) {
        Running running = current.require();
        view(running, name);
        try {
            change.accept(running.forwarder());
        } catch (IllegalArgumentException e) { // it went with a reload just now
            throw unknown();
        }
        return view(running, name);
    }

    private static SubscriptionView view(Running running, String name) {
        return running.forwarder().status().stream()
                .filter(status -> status.config().name().equals(name))
                .findFirst()
                .map(status -> SubscriptionView.of(status, running.backlogs()))
                .orElseThrow(SubscriptionsResource::unknown);
    }

    private static ProblemException unknown() {
        return new ProblemException(Problem.notFound("There is no subscription of that name."));
    }
}
