package dev.eventbus.gateway.realtime;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Closes sockets that give no sign of life. Every client answers pings: one that has not for so long is gone, though
 * the network has not said so, and our own pings keep its connection from looking idle.
 */
@ApplicationScoped
class SilenceWatch {
    private static final Logger LOG = Logger.getLogger(SilenceWatch.class);
    private static final int LOOKS = 10;

    private final Clients clients;
    private final InstantSource clock;
    private final Duration silence;
    private volatile @Nullable Thread watcher;

    /** @param silence two pings and a half, so that one may get lost */
    SilenceWatch(
            Clients clients, InstantSource clock, @ConfigProperty(name = "gateway.socket-silence") Duration silence) {
        this.clients = clients;
        this.clock = clock;
        this.silence = silence;
    }

    void start(@Observes StartupEvent started) {
        watcher = Thread.ofVirtual().name("silence-watch").start(this::watch);
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
                Thread.sleep(silence.dividedBy(LOOKS));
                look();
            }
        } catch (InterruptedException e) {
            LOG.debug("Silence watch stopped.");
        }
    }

    private void look() {
        Instant since = clock.instant().minus(silence);
        try {
            clients.closeIf(client -> client.heardAt().isBefore(since), 1001, "no sign of life; reconnect");
        } catch (RuntimeException e) {
            LOG.warnf("Silent sockets could not be closed; they are looked at again later. reason=%s", e);
        }
    }
}
