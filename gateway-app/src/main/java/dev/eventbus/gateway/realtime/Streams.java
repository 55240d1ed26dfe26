package dev.eventbus.gateway.realtime;

import dev.eventbus.EventBusException;
import dev.eventbus.Position;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.gateway.security.Caller;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** The event streams of this replica, each from its opening to its end. */
@ApplicationScoped
class Streams {
    private static final String REF = "0";

    private final Clients clients;
    private final Feeds feeds;
    private final CatchUp catchUp;
    private final Beginnings beginnings;
    private final Counter sent;

    Streams(Clients clients, Feeds feeds, CatchUp catchUp, Beginnings beginnings, MeterRegistry metrics) {
        this.clients = clients;
        this.feeds = feeds;
        this.catchUp = catchUp;
        this.beginnings = beginnings;
        this.sent = metrics.counter("gateway.sse.sent");
    }

    /** Where a client begins that does not come back. Throws a {@link ProblemException} (503) without a broker. */
    Position now() {
        try {
            return beginnings.now();
        } catch (EventBusException e) {
            throw new ProblemException(
                    Problem.unavailable("BROKER_UNAVAILABLE", "The broker is not there at the moment; try again."), e);
        }
    }

    /**
     * Tells the client in the background what it wants. What is returned ends that, once.
     *
     * @param after what it has heard of already
     */
    Open open(StreamRequest request, Caller caller, Wire wire, Position after) {
        Outbound outbound = new Outbound(wire, sent);
        Client client = new Client(request.workspaceId(), caller, new ResumingSink(outbound, Voice.STREAM), null);
        Interest interest = new Interest(client, REF, request.wanted(), new Since.After(after));
        String id = "stream-" + UUID.randomUUID();
        clients.add(id, client);
        feeds.add(interest);
        if (client.sink().add(interest)) {
            catchUp.begin(client);
        }
        return new Open(outbound, () -> {
            client.gone().complete(null);
            clients.remove(id);
            feeds.remove(interest);
        });
    }

    /** @param end to be called once the client is gone; blocks for a moment */
    record Open(Outbound outbound, Runnable end) {}
}
