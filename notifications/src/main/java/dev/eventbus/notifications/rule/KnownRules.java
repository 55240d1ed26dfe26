package dev.eventbus.notifications.rule;

import dev.eventbus.notifications.database.DatabaseException;
import dev.eventbus.notifications.signal.Signals;
import dev.eventbus.topic.Topic;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * The rules of all workspaces, in memory. Loaded at start, for one workspace when a replica changed it, and by and by
 * for all in case nobody was heard; while the database is away, those known before stay in force.
 */
@Singleton
public final class KnownRules implements AutoCloseable {
    /** Where replicas tell each other whose rules changed. */
    public static final String CHANGED = "notifier.rules";

    private static final Logger LOG = Logger.getLogger(KnownRules.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final RuleIndex index = RuleIndex.of(BuiltInRules.all());
    private final Map<String, String> loaded = new ConcurrentHashMap<>();
    private final ReentrantLock loading = new ReentrantLock();
    private volatile boolean started;
    private final RuleStore store;
    private final Signals signals;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("notifier-rules").factory());

    KnownRules(RuleStore store, Signals signals) {
        this.store = store;
        this.signals = signals;
    }

    public List<Rule> match(Topic topic) {
        return index.match(topic);
    }

    /** Whether the rules of all workspaces were loaded once. */
    public boolean areLoaded() {
        return started;
    }

    /** Blocks until the rules are there, however long the database is away; false if interrupted before. */
    public boolean start() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                loadChanged();
                var unused = timer.scheduleWithFixedDelay(
                        this::loadOrKeep, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
                started = true;
                return true;
            } catch (DatabaseException e) {
                LOG.warnf("Could not load rules, will be tried again: in=%s cause=%s", PAUSE, e.getMessage());
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        return false;
    }

    /** Another replica changed this workspace's rules. Does not block. */
    public void changedElsewhere(String workspaceId) {
        timer.execute(() -> loadOrKeep(workspaceId));
    }

    /** Takes a committed change into account here before it returns, and soon elsewhere. Never throws. */
    void changed(String workspaceId) {
        loadOrKeep(workspaceId);
        signals.broadcast(CHANGED, workspaceId.getBytes(StandardCharsets.UTF_8));
    }

    private void loadOrKeep(String workspaceId) {
        try {
            load(workspaceId);
        } catch (RuntimeException e) {
            loaded.remove(workspaceId); // the next look at all finds it changed
            LOG.warnf("Could not load a workspace's rules, those known stay: workspace=%s cause=%s", workspaceId, e);
        }
    }

    private void loadOrKeep() {
        try {
            loadChanged();
        } catch (RuntimeException e) {
            LOG.warnf("Could not look for changed rules, those known stay: cause=%s", e.getMessage());
        }
    }

    private void loadChanged() {
        Map<String, String> states = store.states();
        Set<String> all = new HashSet<>(states.keySet());
        all.addAll(loaded.keySet());
        for (String workspaceId : all) {
            String state = states.get(workspaceId);
            if (state == null || !state.equals(loaded.get(workspaceId))) {
                load(workspaceId);
                if (state == null) {
                    loaded.remove(workspaceId);
                } else {
                    loaded.put(workspaceId, state);
                }
            }
        }
    }

    // One at a time, so that an older state never replaces a newer one.
    private void load(String workspaceId) {
        loading.lock();
        try {
            index.replace(workspaceId, current(workspaceId));
        } finally {
            loading.unlock();
        }
    }

    private List<Rule> current(String workspaceId) {
        Set<RuleId> ids = store.ids(workspaceId);
        List<Rule> rules = new ArrayList<>(index.unchanged(workspaceId, ids));
        rules.forEach(rule -> ids.remove(rule.id()));
        for (StoredRule stored :
                store.find(workspaceId, ids.stream().map(RuleId::key).toList())) {
            try {
                rules.add(stored.compile());
            } catch (RuntimeException e) { // one bad row must not cost the others
                LOG.errorf(
                        "A stored rule has no effect until it is written anew: workspace=%s rule=%s reason=%s",
                        workspaceId, stored.id().key(), e);
            }
        }
        return rules;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
