package dev.eventbus.topic;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A segment in the index's trie. Written under the index's lock only, read by anyone at any time. */
final class Node {
    private static final Entry<?>[] NONE = {};

    final String token;
    final Children children = new Children();
    volatile @Nullable Node star;

    /** Entries of patterns that end at this node with their sixth position; replaced, never changed. */
    volatile Entry<?>[] ends = NONE;

    /** Entries of patterns that have {@code >} behind this node; replaced, never changed. */
    volatile Entry<?>[] open = NONE;

    Node(String token) {
        this.token = token;
    }

    boolean isEmpty() {
        return ends.length == 0 && open.length == 0 && star == null && children.size() == 0;
    }

    void add(Entry<?> entry) {
        if (entry.endsOpen()) {
            open = with(open, entry);
        } else {
            ends = with(ends, entry);
        }
    }

    /** The registration of the value by the pattern, if it is here. */
    @Nullable
    Entry<?> find(TopicPattern pattern, Object value) {
        for (Entry<?> entry : pattern.segments().size() < Topic.POSITIONS ? open : ends) {
            if (entry.is(pattern, value)) {
                return entry;
            }
        }
        return null;
    }

    void remove(Entry<?> entry) {
        if (entry.endsOpen()) {
            open = without(open, entry);
        } else {
            ends = without(ends, entry);
        }
    }

    private static Entry<?>[] with(Entry<?>[] entries, Entry<?> entry) {
        Entry<?>[] more = Arrays.copyOf(entries, entries.length + 1);
        more[entries.length] = entry;
        return more;
    }

    private static Entry<?>[] without(Entry<?>[] entries, Entry<?> entry) {
        int at = Arrays.asList(entries).indexOf(entry);
        if (at < 0) {
            return entries;
        }
        Entry<?>[] fewer = Arrays.copyOf(entries, entries.length - 1);
        System.arraycopy(entries, at + 1, fewer, at, fewer.length - at);
        return fewer.length == 0 ? NONE : fewer;
    }
}
