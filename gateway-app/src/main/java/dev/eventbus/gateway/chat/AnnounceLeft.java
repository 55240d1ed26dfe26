package dev.eventbus.gateway.chat;

import dev.eventbus.gateway.database.DatabaseReady;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Announces messages whose writer did not get to it: it was killed, or the broker was away. Replicas share the work. */
@ApplicationScoped
class AnnounceLeft {
    private static final Logger LOG = Logger.getLogger(AnnounceLeft.class);
    private static final int MOST = 100;
    private static final long EVERY_SECONDS = 5;

    private final AtomicBoolean started = new AtomicBoolean();
    private final ChatMessages messages;
    private final Announce announce;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("chat-announcements").factory());

    AnnounceLeft(ChatMessages messages, Announce announce) {
        this.messages = messages;
        this.announce = announce;
    }

    /** May be said again when another observer failed. */
    void start(@Observes DatabaseReady ready) {
        if (started.getAndSet(true)) {
            return;
        }
        var unused = timer.scheduleWithFixedDelay(this::run, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent stopping) {
        timer.shutdownNow();
    }

    private void run() {
        try {
            boolean goesOn = true;
            while (goesOn) {
                List<StoredMessage> due = messages.claimDue(MOST);
                // One failure ends the round: the broker is away, and the rest becomes due again.
                goesOn = due.stream().allMatch(announce::now) && due.size() == MOST;
            }
        } catch (RuntimeException e) {
            LOG.warnf("Chat messages left over could not be announced; will be tried again. reason=%s", e.getMessage());
        }
    }
}
