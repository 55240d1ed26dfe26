package dev.eventbus.gateway.realtime;

import dev.eventbus.gateway.account.Account;
import dev.eventbus.gateway.database.DatabaseException;
import dev.eventbus.gateway.security.Sessions;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Closes sockets whose session expired, ended without our hearing of it, or whose user has no part in the workspace any
 * more. Looks from time to time; a sign-out that is heard of closes at once ({@link Clients}).
 */
@ApplicationScoped
class SessionWatch {
    private static final Logger LOG = Logger.getLogger(SessionWatch.class);

    private final Clients clients;
    private final Sessions sessions;
    private final Duration interval;
    private volatile @Nullable Thread watcher;

    SessionWatch(
            Clients clients,
            Sessions sessions,
            @ConfigProperty(name = "gateway.session-watch-interval") Duration interval) {
        this.clients = clients;
        this.sessions = sessions;
        this.interval = interval;
    }

    void start(@Observes StartupEvent started) {
        watcher = Thread.ofVirtual().name("session-watch").start(this::watch);
    }

    void stop(@Observes ShutdownEvent stopping) {
        Thread running = watcher;
        if (running != null) {
            running.interrupt();
        }
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(interval);
                look();
            }
        } catch (InterruptedException e) {
            LOG.debug("Session watch stopped.");
        }
    }

    private void look() {
        try {
            clients.closeIf(client -> !mayStay(client), 1008, "the session ended; sign in again");
        } catch (RuntimeException e) {
            LOG.warnf("Sessions of sockets could not be checked; they are looked at again later. reason=%s", e);
        }
    }

    private boolean mayStay(Client client) {
        try {
            return sessions.recheck(client.signedIn())
                    .filter(now -> hasPart(now.account(), client.workspaceId()))
                    .isPresent();
        } catch (DatabaseException e) {
            return true;
        }
    }

    private static boolean hasPart(Account account, String workspaceId) {
        return account.isAdmin() || account.membershipOf(workspaceId).isPresent();
    }
}
