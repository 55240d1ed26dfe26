package dev.eventbus.gateway.dispatch;

import dev.eventbus.gateway.database.DatabaseReady;
import dev.eventbus.nats.NatsSignals;
import dev.eventbus.topic.Topic;
import dev.eventbus.topic.TopicIndex;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.ArrayList;
import java.util.List;
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
import org.jboss.logging.Logger;

/**
 * All subscribers in memory, by topic. Loaded when the database is ready, whenever a replica says that it changed
 * something, within about a second after a change it did not say, and every minute for what runs out by itself.
 */
@ApplicationScoped
public class Subscribers {
    private static final Logger LOG = Logger.getLogger(Subscribers.class);
    private static final String CHANGED = "gateway.subscribers";
    private static final long RELOAD_SECONDS = 60;
    private static final long LOOK_SECONDS = 1;

    private final Instance<SubscriberSource> sources;
    private final SubscriberRevision revision;
    private final NatsSignals signals;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean told = new AtomicBoolean();
    private final ReentrantLock loading = new ReentrantLock();
    private final Freshness freshness = new Freshness(System::nanoTime);
    private final AtomicReference<Loaded> loaded = new AtomicReference<>(new Loaded(-1, List.of()));
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("subscribers").factory());

    Subscribers(@Any Instance<SubscriberSource> sources, SubscriberRevision revision, NatsSignals signals) {
        this.sources = sources;
        this.revision = revision;
        this.signals = signals;
    }

    /** May be said again when another observer failed. */
    void start(@Observes DatabaseReady ready) {
        load();
        if (started.getAndSet(true)) {
            return;
        }
        signals.listen(CHANGED, signal -> loadSoonIfChanged());
        var unused = timer.scheduleWithFixedDelay(this::loadOrKeep, RELOAD_SECONDS, RELOAD_SECONDS, TimeUnit.SECONDS);
        var unusedToo = timer.scheduleWithFixedDelay(this::loadIfChanged, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent stopping) {
        timer.shutdownNow();
    }

    /**
     * Takes a committed change into account here before it returns, and on the other replicas soon after. Never throws:
     * what cannot be loaded now is loaded later. Blocks.
     */
    public void changed() {
        loadOrKeep();
        signals.broadcast(CHANGED, new byte[0]);
    }

    /**
     * Whether they are those of a moment ago; if not, nobody may conclude which subscribers an event has. Blocks only
     * if nobody could look of late.
     */
    boolean areFresh() {
        return freshness.isFreshAfter(this::loadIfChanged);
    }

    List<Subscriber> of(Topic topic, String workspaceId) {
        return loaded().index.match(topic).stream()
                .filter(subscriber -> subscriber.servesWorkspace(workspaceId))
                .toList();
    }

    /** The subscriber as it is in the workspace; empty while it is disabled, paused or gone. */
    public Optional<Subscriber> find(SubscriberId id, String workspaceId) {
        return loaded().byId.getOrDefault(id, List.of()).stream()
                .filter(subscriber -> subscriber.servesWorkspace(workspaceId))
                .findFirst();
    }

    boolean has(SubscriberId id) {
        return loaded().byId.containsKey(id);
    }

    /** Has a subscriber paused by its source and takes that into account. Blocks. */
    void pause(SubscriberId id, String reason) {
        sources.forEach(source -> source.pause(id, reason));
        changed();
    }

    private Loaded loaded() {
        return Objects.requireNonNull(loaded.get());
    }

    private void loadOrKeep() {
        try {
            load();
        } catch (RuntimeException e) {
            LOG.warnf("Subscribers could not be loaded; those known before are kept. reason=%s", e.getMessage());
        }
    }

    private boolean loadIfChanged() {
        try {
            long asked = System.nanoTime();
            if (revision.read() == loaded().revision) {
                freshness.confirm(asked);
            } else {
                load();
            }
            return true;
        } catch (RuntimeException e) { // said once a minute by the other way
            LOG.debugf("Subscribers could not be looked at. reason=%s", e.getMessage());
            return false;
        }
    }

    /** However many changes are told before the look, it is one look. */
    private void loadSoonIfChanged() {
        if (!told.getAndSet(true)) {
            timer.execute(() -> {
                told.set(false);
                loadIfChanged();
            });
        }
    }

    /** One at a time, so that an older state never replaces a newer one. */
    private void load() {
        loading.lock();
        try {
            long asked = System.nanoTime();
            long before = revision.read(); // first, so that a change in between is seen as one
            List<Subscriber> all = new ArrayList<>();
            sources.forEach(source -> all.addAll(source.load()));
            loaded.set(new Loaded(before, all));
            freshness.confirm(asked);
        } finally {
            loading.unlock();
        }
    }

    private static final class Loaded {
        final long revision;
        final Map<SubscriberId, List<Subscriber>> byId;
        final TopicIndex<Subscriber> index = new TopicIndex<>();

        /** @param revision the last change that is in it; -1 before anything was loaded */
        Loaded(long revision, List<Subscriber> all) {
            this.revision = revision;
            this.byId = all.stream().collect(Collectors.groupingBy(Subscriber::id));
            all.forEach(subscriber -> subscriber.patterns().forEach(pattern -> index.add(pattern, subscriber)));
        }
    }
}
