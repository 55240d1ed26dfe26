package dev.eventbus.gateway.realtime;

import dev.eventbus.gateway.database.DatabaseException;
import dev.eventbus.gateway.security.Callers;
import dev.eventbus.gateway.security.PartChanged;
import dev.eventbus.nats.NatsSignals;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Closes sockets whose session expired, ended without our hearing of it, or whose user has no part in the workspace any
 * more. Looks at all from time to time, and at one user's as soon as their part was changed on any replica; a sign-out
 * that is heard of closes at once ({@link Clients}).
 */
@ApplicationScoped
class SessionWatch {
    private static final String PART_CHANGED = "part-changed";
    private static final String ENDED = "the session ended; sign in again";
    private static final Duration A_MOMENT = Duration.ofSeconds(5);
    private static final Logger LOG = Logger.getLogger(SessionWatch.class);

    private final Clients clients;
    private final Callers callers;
    private final NatsSignals signals;
    private final Duration interval;
    private final InstantSource clock;
    private volatile @Nullable Thread watcher;

    SessionWatch(
            Clients clients,
            Callers callers,
            NatsSignals signals,
            InstantSource clock,
            @ConfigProperty(name = "gateway.session-watch-interval") Duration interval) {
        this.clients = clients;
        this.callers = callers;
        this.signals = signals;
        this.clock = clock;
        this.interval = interval;
    }

    void start(@Observes StartupEvent started) {
        signals.listen(PART_CHANGED, signal -> changedElsewhere(new String(signal.body(), StandardCharsets.UTF_8)));
        watcher = Thread.ofVirtual().name("session-watch").start(this::watch);
    }

    void stop(@Observes ShutdownEvent stopping) {
        Thread running = watcher;
        if (running != null) {
            running.interrupt();
        }
    }

    void changed(@Observes PartChanged part) {
        signals.broadcast(PART_CHANGED, part.userId().getBytes(StandardCharsets.UTF_8));
        look(client -> client.userId().equals(part.userId()));
    }

    /** On a thread of its own: signals must not wait for PostgreSQL. */
    private void changedElsewhere(String userId) {
        callers.forgetUser(userId);
        Thread.ofVirtual()
                .name("session-watch-part")
                .start(() -> look(client -> client.userId().equals(userId)));
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(interval);
                look(client -> true);
            }
        } catch (InterruptedException e) {
            LOG.debug("Session watch stopped.");
        }
    }

    private void look(Predicate<Client> whom) {
        try {
            clients.closeIf(client -> whom.test(client) && !mayStay(client), 1008, ENDED);
        } catch (RuntimeException e) {
            LOG.warnf("Sessions of sockets could not be checked; they are looked at again later. reason=%s", e);
        }
    }

    /** Whether the client may be here as of a moment ago; tells it to go if not. Blocks. */
    boolean isStillGood(Client client) {
        boolean isNew = client.isStream(); // its one subscription came with it
        if (isNew || client.checkedAt().plus(A_MOMENT).isAfter(clock.instant())) {
            return true;
        }
        try {
            if (mayStay(client)) {
                return true;
            }
        } catch (DatabaseException e) {
            return true; // they were when they came; what is stored is told while PostgreSQL is away
        }
        client.outbound().close(1008, ENDED);
        return false;
    }

    /** Throws a {@link DatabaseException} if that cannot be known: then the others need not be asked for, either. */
    private boolean mayStay(Client client) {
        boolean mayStay = callers.recheck(client.caller())
                .filter(now -> now.hasPartIn(client.workspaceId()))
                .isPresent();
        client.checked(clock.instant());
        return mayStay;
    }
}
