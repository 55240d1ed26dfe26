package dev.eventbus.topic;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One registration in the index: a value, for as long as it is registered, and the pattern it is registered by. */
final class Entry<T> {
    /** The pattern, if there is more to it than its place in the trie tells. */
    private final @Nullable TopicPattern rest;

    /** Whether the value was registered by another pattern before, so that a topic may find it twice. */
    private final boolean extra;

    /** Null once taken back: a remembered shape that is stale must not keep a handler in memory. */
    private volatile @Nullable T value;

    /** The next entry of the same node. */
    volatile @Nullable Entry<?> next;

    Entry(TopicPattern pattern, T value, boolean extra) {
        this.rest = pattern.isPlain() ? null : pattern;
        this.value = value;
        this.extra = extra;
    }

    /** Whether an event with the topic's first five segments may match; filters are left for later. */
    boolean matchesResource(Topic topic) {
        return rest == null || rest.matchesResource(topic);
    }

    /** Whether the first five segments decide, as far as the entry's node is before the id or is {@code *}. */
    boolean isCertain() {
        return rest == null || !rest.hasFilters();
    }

    /** Whether this is the registration of the value by a pattern that leads here; two equal handlers are two. */
    boolean is(TopicPattern pattern, Object value) {
        return this.value == value && (rest == null ? pattern.isPlain() : rest.equals(pattern));
    }

    boolean isExtra() {
        return extra;
    }

    void report(Consumer<? super T> found) {
        T present = value;
        if (present != null) {
            found.accept(present);
        }
    }

    /** Reports if what the trie cannot tell matches too: {@code :}-part wildcards and filter pairs. */
    void reportIfRestMatches(Topic topic, Consumer<? super T> found) {
        if (rest == null || (rest.matchesResource(topic) && rest.matchesFilters(topic))) {
            report(found);
        }
    }

    void takeBack() {
        value = null;
    }
}
