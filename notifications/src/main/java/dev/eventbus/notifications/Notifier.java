package dev.eventbus.notifications;

import dev.eventbus.notifications.channel.ChannelLifecycle;
import dev.eventbus.notifications.database.Migrations;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Starts and stops the process's work. Start: the tables, then everything that needs them; the process itself is up
 * meanwhile, but not ready. Stop: no new events, those in hand finished, channels emptied, broker let go.
 */
@Singleton
final class Notifier {
    private static final Logger LOG = Logger.getLogger(Notifier.class);

    private final Migrations migrations;
    private final ChannelLifecycle channels;
    private final Intake intake;
    private final CloseDigests digests;
    private final Thread starter = Thread.ofVirtual().name("notifier-start").unstarted(this::begin);

    Notifier(Migrations migrations, ChannelLifecycle channels, Intake intake, CloseDigests digests) {
        this.migrations = migrations;
        this.channels = channels;
        this.intake = intake;
        this.digests = digests;
    }

    void onStart(@Observes StartupEvent event) {
        starter.start();
    }

    void onStop(@Observes ShutdownEvent event) throws InterruptedException {
        starter.interrupt();
        starter.join();
        intake.close();
        digests.close();
        channels.close();
        LOG.info("Stopped taking events");
    }

    private void begin() {
        migrations.complete();
        if (migrations.isDone()) {
            channels.start();
            digests.start();
            intake.open();
            LOG.infof("Started taking events: durable=%s", Intake.DURABLE);
        }
    }
}
