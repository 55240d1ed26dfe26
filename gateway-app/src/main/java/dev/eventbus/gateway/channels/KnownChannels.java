package dev.eventbus.gateway.channels;

import dev.eventbus.gateway.database.DatabaseReady;
import dev.eventbus.gateway.security.SecretBox;
import dev.eventbus.nats.NatsSignals;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The enabled channels of all workspaces in memory, so that webhooks are taken while PostgreSQL is away. Loaded when the
 * database is ready, when a replica says that it changed something, and within about a second after any other change.
 */
@ApplicationScoped
public class KnownChannels {
    private static final Logger LOG = Logger.getLogger(KnownChannels.class);
    private static final String CHANGED = "gateway.channels";
    private static final long LOOK_SECONDS = 1;

    private final ChannelStore store;
    private final SecretBox box;
    private final NatsSignals signals;
    private final AtomicBoolean started = new AtomicBoolean();
    private final ReentrantLock loading = new ReentrantLock();
    private final AtomicReference<Loaded> loaded = new AtomicReference<>(new Loaded(-1, Map.of()));
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("known-channels").factory());

    KnownChannels(ChannelStore store, SecretBox box, NatsSignals signals) {
        this.store = store;
        this.box = box;
        this.signals = signals;
    }

    /** @param revision the last change that is in it; -1 before anything was loaded */
    private record Loaded(long revision, Map<String, Channel> byId) {}

    /** May be said again when another observer failed. */
    void start(@Observes DatabaseReady ready) {
        load();
        if (!started.getAndSet(true)) {
            signals.listen(CHANGED, signal -> timer.execute(this::loadOrKeep));
            var unused =
                    timer.scheduleWithFixedDelay(this::loadIfChanged, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        timer.shutdownNow();
    }

    /** Whether anything can be said about which channels there are. */
    public boolean areLoaded() {
        return loaded().revision >= 0;
    }

    /** The channel, of whatever workspace, if it is enabled. */
    public Optional<Channel> find(String id) {
        return Optional.ofNullable(loaded().byId.get(id));
    }

    public Collection<Channel> all() {
        return loaded().byId.values();
    }

    /**
     * Takes a committed change into account here before it returns, and on the other replicas soon after. Never throws:
     * what cannot be loaded now is loaded later. Blocks.
     */
    void changed() {
        loadOrKeep();
        signals.broadcast(CHANGED, new byte[0]);
    }

    private Loaded loaded() {
        return Objects.requireNonNull(loaded.get());
    }

    private void loadOrKeep() {
        try {
            load();
        } catch (RuntimeException e) {
            LOG.warnf("Event channels could not be loaded; those known before are kept. reason=%s", e.getMessage());
        }
    }

    private void loadIfChanged() {
        try {
            if (store.revision() != loaded().revision) {
                load();
            }
        } catch (RuntimeException e) { // each second while the database is away
            LOG.debugf("Event channels could not be looked at. reason=%s", e.getMessage());
        }
    }

    /** One at a time, so that an older state never replaces a newer one. */
    private void load() {
        loading.lock();
        try {
            long before = store.revision(); // first, so that a change in between is seen as one
            Map<String, Channel> byId = store.enabled().stream()
                    .flatMap(this::open)
                    .collect(Collectors.toUnmodifiableMap(Channel::id, channel -> channel));
            loaded.set(new Loaded(before, byId));
        } finally {
            loading.unlock();
        }
    }

    /** One that was meddled with must not keep all others from their events. */
    private Stream<Channel> open(ChannelRow row) {
        try {
            return Stream.of(row.open(box).channel());
        } catch (IllegalArgumentException e) {
            LOG.errorf(
                    "Event channel takes no events until it is written anew: its row cannot be used. channel=%s"
                            + " workspace=%s reason=%s",
                    row.shell().id(), row.shell().workspaceId(), e.getMessage());
            return Stream.of();
        }
    }
}
