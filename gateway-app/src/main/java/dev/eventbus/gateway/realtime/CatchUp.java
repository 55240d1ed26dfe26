package dev.eventbus.gateway.realtime;

import dev.eventbus.EventBusException;
import dev.eventbus.Position;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.nats.NatsTransport;
import dev.eventbus.nats.StoredRange;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;

/** Opens the subscriptions of clients and tells them what is stored and was not told, each client on its own thread. */
@ApplicationScoped
class CatchUp {
    private static final Logger LOG = Logger.getLogger(CatchUp.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Beginnings beginnings;
    private final SessionWatch sessions;
    private final ReadStored reading;
    private final NatsTransport store;
    private final Event<Refused> refused;

    CatchUp(
            Beginnings beginnings,
            SessionWatch sessions,
            ReadStored reading,
            NatsTransport store,
            Event<Refused> refused) {
        this.beginnings = beginnings;
        this.sessions = sessions;
        this.reading = reading;
        this.store = store;
        this.refused = refused;
    }

    /** To be called once for each time a sink says so. */
    void begin(Client client) {
        Thread.ofVirtual().name("catch-up").start(() -> run(client));
    }

    /** Until nothing is left to tell or the client is gone. */
    private void run(Client client) {
        try {
            boolean goesOn = true;
            while (goesOn && !client.isGone()) {
                goesOn = tellOrWait(client);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("Catching up failed unexpectedly and the client was told to reconnect.", e);
            client.outbound().close(1011, "the gateway failed; reconnect");
        }
    }

    private boolean tellOrWait(Client client) throws InterruptedException {
        try {
            client.sink().newcomers().forEach(this::open);
            Round round = client.sink().begin();
            if (round != null && !round.interests().isEmpty()) {
                tell(client, round);
            }
            return round != null;
        } catch (EventBusException | CompletionException e) {
            LOG.debugf("A client could not catch up; it is tried again. reason=%s", e.getMessage());
            client.pause(PAUSE);
            return true;
        }
    }

    private void open(Interest interest) {
        if (!sessions.isStillGood(interest.client())) {
            return; // and the client has been told to go
        }
        try {
            interest.client().sink().open(interest, beginnings.of(interest));
        } catch (ProblemException e) {
            refused.fire(new Refused(interest, e.problem()));
        }
    }

    private void tell(Client client, Round round) throws InterruptedException {
        StoredRange stored = store.stored();
        Position from = client.sink().skipWhatIsGone(round, stored);
        if (from.sequence() >= stored.last().sequence()) {
            client.sink().goLive(round, stored.last());
        } else if (client.outbound().awaitRoom(client.sink().roomWanted(), PATIENCE)) {
            reading.tell(client, round, from);
        } else {
            client.outbound().close(1013, "too slow; reconnect");
        }
    }
}
