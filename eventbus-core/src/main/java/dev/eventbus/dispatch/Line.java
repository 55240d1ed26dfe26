package dev.eventbus.dispatch;

import org.jspecify.annotations.Nullable;

/** The waiting jobs, oldest first, linked by {@code older} and {@code newer}. Not thread-safe. */
final class Line {
    private @Nullable Job oldest;
    private @Nullable Job newest;
    private int size;

    int size() {
        return size;
    }

    @Nullable
    Job oldest() {
        return oldest;
    }

    void add(Job job) {
        job.older = newest;
        if (newest == null) {
            oldest = job;
        } else {
            newest.newer = job;
        }
        newest = job;
        size++;
    }

    void addOldest(Job job) {
        job.newer = oldest;
        if (oldest == null) {
            newest = job;
        } else {
            oldest.older = job;
        }
        oldest = job;
        size++;
    }

    /** The job must stand in this line. */
    void remove(Job job) {
        if (job.older == null) {
            oldest = job.newer;
        } else {
            job.older.newer = job.newer;
        }
        if (job.newer == null) {
            newest = job.older;
        } else {
            job.newer.older = job.older;
        }
        job.older = null;
        job.newer = null;
        size--;
    }
}
