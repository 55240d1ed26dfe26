package dev.eventbus.dispatch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A queue's counters, and one warning per spell of overflow. Not thread-safe; the queue's lock guards it. */
final class Tally {
    private static final Logger LOG = LoggerFactory.getLogger(WorkQueue.class);

    private final QueueSpec spec;
    long accepted;
    long rejected;
    long dropped;
    long abandoned;

    /** Runs that ended with another try to come, or given up. */
    long unfinished;

    private boolean warned;

    Tally(QueueSpec spec) {
        this.spec = spec;
    }

    Counts counts(Workers.Runs runs, int parked) {
        long done = runs.ended() - unfinished;
        int depth = (int) (accepted - abandoned - done - runs.running() - parked);
        return new Counts(accepted, rejected, dropped, abandoned, done, depth, runs.running(), parked);
    }

    void dropped(String what) {
        dropped++;
        warn("Dropped the " + what);
    }

    void rejected() {
        rejected++;
        warn("Refused work, the queue being full");
    }

    /** There was room: the next overflow is a new spell. */
    void calm() {
        warned = false;
    }

    private void warn(String what) {
        if (!warned) {
            warned = true;
            LOG.warn(
                    "{}; further losses are counted only queue={} capacity={} overflow={} dropped={} rejected={}",
                    what,
                    spec.name(),
                    spec.capacity(),
                    spec.overflow(),
                    dropped,
                    rejected);
        }
    }
}
