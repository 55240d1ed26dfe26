package dev.eventbus.topic;

/**
 * One registration in the index.
 *
 * @param extra whether its value was registered by another pattern before, so that a topic may find it twice
 */
record Entry<T>(TopicPattern pattern, T value, boolean extra) {
    /** Whether the entry hangs on the {@code open} side of its node; behind six positions the filters decide. */
    boolean endsOpen() {
        return pattern.isOpen() && pattern.segments().size() < Topic.POSITIONS;
    }

    /** What the trie cannot tell: {@code :}-part wildcards and filter pairs. */
    boolean matchesRest(Topic topic) {
        return (!pattern.hasPartWildcard() || pattern.matchesResource(topic)) && pattern.matchesFilters(topic);
    }

    /** Identity of the value: two equal handlers are two handlers. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Entry<?> entry && entry.value == value && entry.pattern.equals(pattern);
    }

    @Override
    public int hashCode() {
        return 31 * pattern.hashCode() + System.identityHashCode(value);
    }
}
