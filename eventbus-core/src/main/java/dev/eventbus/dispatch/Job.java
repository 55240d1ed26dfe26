package dev.eventbus.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * Work in a queue with the key that orders it; compared by identity. It is its own link in the lists it stands in: one
 * entry less per list and job to allocate and to hash.
 */
final class Job {
    final @Nullable Object key;
    final Work work;
    Timer.@Nullable Alarm alarm;

    // Where it stands, see Lanes, which alone touches these.
    @Nullable
    Job older;

    @Nullable
    Job newer;

    @Nullable
    Job ahead;

    @Nullable
    Job behind;

    boolean ready;

    Job(@Nullable Object key, Work work) {
        this.key = key;
        this.work = work;
    }
}
