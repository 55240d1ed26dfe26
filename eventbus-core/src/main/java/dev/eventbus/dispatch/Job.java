package dev.eventbus.dispatch;

import org.jspecify.annotations.Nullable;

/** Work in a queue with the key that orders it; compared by identity. */
final class Job {
    final @Nullable Object key;
    final Work work;
    Timer.@Nullable Alarm alarm;

    Job(@Nullable Object key, Work work) {
        this.key = key;
        this.work = work;
    }
}
