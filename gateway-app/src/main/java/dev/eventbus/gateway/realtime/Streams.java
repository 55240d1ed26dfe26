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
import java.util.concurrent.CountDownLatch;

/** The event streams of this replica, each from its opening to its end. */
@ApplicationScoped
class Streams {
    private static final String REF = "0";

    private final Clients clients;
    private final Feeds feeds;
    private final CatchUp catchUp;
    private final Counter sent;

    Streams(Clients clients, Feeds feeds, CatchUp catchUp, MeterRegistry metrics) {
        this.clients = clients;
        this.feeds = feeds;
        this.catchUp = catchUp;
        this.sent = metrics.counter("gateway.sse.sent");
    }

    /** Where a client begins that does not come back. Throws a {@link ProblemException} (503) without a broker. */
    Position now() {
        try {
            return catchUp.now();
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
        OpenStream stream = new OpenStream(request, outbound, new ResumingSink(outbound, after), new CountDownLatch(1));
        Client client = new Client(request.workspaceId(), caller, outbound, stream.sink());
        Interest interest = new Interest(client, REF, request.pattern());
        String id = "stream-" + UUID.randomUUID();
        feeds.add(interest);
        outbound.send(SseFrame.hello(after));
        clients.add(id, client);
        Runnable unwatch = catchUp.watch(stream);
        catchUp.begin(stream);
        return new Open(outbound, () -> {
            stream.closed().countDown();
            clients.remove(id);
            unwatch.run();
            feeds.remove(interest);
        });
    }

    /** @param end to be called once the client is gone; blocks for a moment */
    record Open(Outbound outbound, Runnable end) {}
}
