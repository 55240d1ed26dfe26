package dev.eventbus.topic;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One registration in the index: a value, for as long as it is registered, and the pattern it is registered by. */
final class Entry<T> {
    private final TopicPattern pattern;

    /** Whether the value was registered by another pattern before, so that a topic may find it twice. */
    private final boolean extra;

    /** Null once taken back: a remembered shape that is stale must not keep a handler in memory. */
    private volatile @Nullable T value;

    Entry(TopicPattern pattern, T value, boolean extra) {
        this.pattern = pattern;
        this.value = value;
        this.extra = extra;
    }

    boolean isExtra() {
        return extra;
    }

    TopicPattern pattern() {
        return pattern;
    }

    /** Whether the entry hangs on the {@code open} side of its node; behind six positions the filters decide. */
    boolean endsOpen() {
        return pattern.isOpen() && pattern.segments().size() < Topic.POSITIONS;
    }

    /** What the trie cannot tell: {@code :}-part wildcards and filter pairs. */
    boolean matchesRest(Topic topic) {
        return (!pattern.hasPartWildcard() || pattern.matchesResource(topic)) && pattern.matchesFilters(topic);
    }

    /** Whether this is the registration of the value by the pattern; by identity: two equal handlers are two. */
    boolean is(TopicPattern pattern, Object value) {
        return this.value == value && this.pattern.equals(pattern);
    }

    void report(Consumer<? super T> found) {
        T present = value;
        if (present != null) {
            found.accept(present);
        }
    }

    void takeBack() {
        value = null;
    }
}
