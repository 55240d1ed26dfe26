package dev.eventbus.gateway.presence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventbus.json.Json;
import dev.eventbus.nats.NatsConnection;
import dev.eventbus.nats.NatsSignals;
import dev.eventbus.nats.Signal;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells the other replicas who is here, and hears it from them: changes a quarter of a second later, all of it every
 * ten seconds and when one asks. A third of a lease may get lost, and nothing has to be cleared up behind a replica
 * that died.
 */
@ApplicationScoped
class Gossip {
    /** Between replicas. */
    static final String CHANNEL = "presence.said";

    /** A replica that has just come up, or back, wants to know. */
    private static final String ASKED = "presence.asked";

    /** What other processes ask: {@code {"workspaceId","userIds"}} is answered by {@code {"connected":[…]}}. */
    private static final String CONNECTED = "presence.connected";

    private static final Logger LOG = Logger.getLogger(Gossip.class);
    private static final long EVERYTHING_EVERY = TimeUnit.SECONDS.toNanos(10);
    private static final Duration GATHER = Duration.ofMillis(250);
    private static final int MOST_ASKED = 1_000;

    private final String replica = UUID.randomUUID().toString();
    private final AtomicBoolean isAsked = new AtomicBoolean(true);
    private final Roster roster;
    private final Presence presence;
    private final NatsSignals signals;
    private final NatsConnection broker;
    private volatile @Nullable Thread teller;

    Gossip(Roster roster, Presence presence, NatsSignals signals, NatsConnection broker) {
        this.roster = roster;
        this.presence = presence;
        this.signals = signals;
        this.broker = broker;
    }

    /** Who asks for the presence of users. */
    private record Connected(List<String> connected) {}

    void start(@Observes StartupEvent started) {
        signals.listen(CHANNEL, this::heard);
        signals.listen(ASKED, signal -> isAsked.set(true));
        signals.listen(CONNECTED, this::answer);
        var unused = broker.whenUp(this::ask);
        ask();
        teller = Thread.ofVirtual().name("presence").start(this::run);
    }

    /** After the sockets were closed, before the connection is. */
    void stop(@Observes @Priority(1) ShutdownEvent stopping) {
        Thread running = teller;
        if (running != null) {
            running.interrupt();
        }
        signals.broadcast(CHANNEL, new Said(replica, true, List.of()).json());
    }

    private void ask() {
        isAsked.set(true);
        signals.broadcast(ASKED, new byte[0]);
    }

    private void heard(Signal signal) {
        Said said = Said.read(signal.body());
        if (said != null && !said.replica().equals(replica)) {
            presence.heard(said);
        }
    }

    private void answer(Signal signal) {
        JsonNode question = Json.read(signal.body(), JsonNode.class);
        List<String> asked = new ArrayList<>();
        for (JsonNode id : question.path("userIds")) {
            if (asked.size() < MOST_ASKED) {
                asked.add(id.asText());
            }
        }
        List<String> connected = presence.present(question.path("workspaceId").asText(), asked);
        signal.reply(Json.write(new Connected(connected)));
    }

    private void run() {
        long everything = System.nanoTime();
        try {
            while (true) {
                List<Said.Here> changes =
                        roster.changes(Math.min(TimeUnit.SECONDS.toNanos(1), everything - System.nanoTime()));
                boolean isDue = System.nanoTime() - everything >= 0 || isAsked.getAndSet(false);
                if (isDue) {
                    everything = System.nanoTime() + EVERYTHING_EVERY;
                }
                tell(changes, isDue);
                Thread.sleep(GATHER);
            }
        } catch (InterruptedException e) {
            LOG.debug("Presence is told no more.");
        }
    }

    /** What goes wrong once is said again with everything else, a third of a lease later. */
    private void tell(List<Said.Here> changes, boolean isEverythingDue) {
        try {
            say(changes);
            if (isEverythingDue) {
                say(roster.all());
                presence.sweep();
            }
        } catch (RuntimeException e) {
            LOG.warn("Presence was not told once; it will be within seconds.", e);
        }
    }

    /** In parts. This replica believes itself, whether or not there is a broker. */
    private void say(List<Said.Here> users) {
        for (int i = 0; i < users.size(); i += Said.MOST) {
            Said part = new Said(replica, false, users.subList(i, Math.min(users.size(), i + Said.MOST)));
            presence.heard(part);
            signals.broadcast(CHANNEL, part.json());
        }
    }
}
