package dev.eventbus.forwarder.admin;

import dev.eventbus.forwarder.config.SubscriptionConfig;
import dev.eventbus.forwarder.forward.Orphans;
import dev.eventbus.nats.ConsumerState;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;

/** The subscriptions as they are now. */
@Path("/admin/subscriptions")
@RunOnVirtualThread
public final class SubscriptionsResource {
    private final CurrentForwarder current;

    SubscriptionsResource(CurrentForwarder current) {
        this.current = current;
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
                running.forwarder().config().subscriptions().stream()
                        .map(config -> SubscriptionView.of(config, running))
                        .toList(),
                running.backlogs().orphans().stream().map(Orphan::of).toList());
    }

    @GET
    @Path("/{name}")
    public SubscriptionView get(@PathParam("name") String name) {
        Running running = current.require();
        return SubscriptionView.of(find(running, name), running);
    }

    private static SubscriptionConfig find(Running running, String name) {
        return running.forwarder().config().subscriptions().stream()
                .filter(config -> config.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ProblemException(Problem.notFound("There is no subscription of that name.")));
    }
}
