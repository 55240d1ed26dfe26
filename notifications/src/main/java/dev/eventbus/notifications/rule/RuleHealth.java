package dev.eventbus.notifications.rule;

import dev.eventbus.notifications.database.DatabaseException;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Switches off custom rules that keep failing, so that their owner learns why and nobody else pays for them. Built-in
 * rules as they come stay on: what they fail at are single events. Each replica counts for itself.
 */
@Singleton
public final class RuleHealth {
    private static final Logger LOG = Logger.getLogger(RuleHealth.class);
    private static final int MAX_RULES = 10_000;
    private static final int MAX_REASON = 500;

    private final Map<RuleId, Record> records = new ConcurrentHashMap<>();
    private final RuleStore store;
    private final KnownRules known;
    private final FaultConfig limits;
    private final InstantSource clock;

    RuleHealth(RuleStore store, KnownRules known, FaultConfig limits, InstantSource clock) {
        this.store = store;
        this.known = known;
        this.limits = limits;
        this.clock = clock;
    }

    public void worked(Rule rule) {
        Record record = records.get(rule.id()); // there once it failed
        if (record != null) {
            record.add(false);
        }
    }

    /** Counts a failure; the one that is too many switches the rule off. Never throws. */
    public void failed(Rule rule, String reason) {
        if (rule.isBuiltIn()) {
            return;
        }
        if (records.size() >= MAX_RULES) {
            records.clear(); // rather forget than grow
        }
        Record record = records.computeIfAbsent(rule.id(), id -> new Record());
        record.add(true);
        if (record.isBad(limits)) {
            switchOff(rule.id(), reason);
        }
    }

    private void switchOff(RuleId id, String reason) {
        String why = reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON);
        try {
            if (store.fault(id, why, clock.instant().truncatedTo(ChronoUnit.MILLIS))) {
                LOG.warnf(
                        "Switched off a rule that kept failing: workspace=%s rule=%s reason=%s",
                        id.workspaceId(), id.key(), why);
            }
            records.remove(id);
            known.changed(id.workspaceId());
        } catch (DatabaseException e) {
            LOG.debugf("Could not switch off a rule, its next failure will: rule=%s", id.key());
        }
    }

    /** How a rule fared of late, the newest of its uses in a ring. */
    static final class Record {
        static final int USES = 100;

        private final BitSet failures = new BitSet(USES);
        private int next;
        private int inARow;

        synchronized void add(boolean failure) {
            failures.set(next, failure);
            next = (next + 1) % USES;
            inARow = failure ? inARow + 1 : 0;
        }

        synchronized boolean isBad(FaultConfig limits) {
            return inARow >= limits.inARow() || failures.cardinality() >= limits.ofHundred();
        }
    }
}
