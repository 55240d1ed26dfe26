package dev.eventbus.dispatch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A queue's counters, and one warning per spell of overflow. Not thread-safe; the queue's lock guards it. */
final class Tally {
    private static final Logger LOG = LoggerFactory.getLogger(WorkQueue.class);

    long accepted;
    long rejected;
    long dropped;
    long abandoned;
    long done;
    int running;
    private boolean warned;

    Counts counts(int depth, int parked) {
        return new Counts(accepted, rejected, dropped, abandoned, done, depth, running, parked);
    }

    void dropped(QueueSpec spec, String what) {
        dropped++;
        warn(spec, "Dropped the " + what);
    }

    void rejected(QueueSpec spec) {
        rejected++;
        warn(spec, "Refused work, the queue being full");
    }

    /** There was room: the next overflow is a new spell. */
    void calm() {
        warned = false;
    }

    private void warn(QueueSpec spec, String what) {
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
