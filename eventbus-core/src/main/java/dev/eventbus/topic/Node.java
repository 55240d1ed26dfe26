package dev.eventbus.topic;

import org.jspecify.annotations.Nullable;

/** A segment in the index's trie. Written under the index's lock only, read by anyone at any time. */
final class Node implements Children {
    final String token;
    final int hash;
    volatile @Nullable Children children;
    volatile @Nullable Node star;

    /**
     * The first entry of a list: at the resource id, patterns that end here with their sixth position; before it,
     * patterns that have {@code >} behind this node.
     */
    volatile @Nullable Entry<?> entries;

    Node(String token) {
        this.token = token;
        this.hash = hash(token);
    }

    static int hash(String token) {
        int hash = token.hashCode() * 0x9E3779B9;
        return hash ^ (hash >>> 16);
    }

    boolean isEmpty() {
        return entries == null && star == null && children == null;
    }

    /** The child for a pattern's token, which may be {@code *}. */
    @Nullable
    Node child(String token) {
        return token.equals("*") ? star : named(token);
    }

    /** The child for a topic's segment, {@code *} aside. */
    @Nullable
    Node named(String segment) {
        Children some = children;
        return some == null ? null : some.get(segment);
    }

    void put(Node child) {
        Children some = children;
        if (child.token.equals("*")) {
            star = child;
        } else {
            children = some == null ? child : some.with(child);
        }
    }

    void drop(Node child) {
        Children some = children;
        if (child.token.equals("*")) {
            star = null;
        } else if (some != null) {
            children = some.without(child.token);
        }
    }

    void add(Entry<?> entry) {
        entry.next = entries;
        entries = entry;
    }

    /** The registration of the value by the pattern, if it is here. */
    @Nullable
    Entry<?> find(TopicPattern pattern, Object value) {
        Entry<?> entry = entries;
        while (entry != null && !entry.is(pattern, value)) {
            entry = entry.next;
        }
        return entry;
    }

    /** Whoever stands on the entry right now still gets from it to those behind it. */
    void remove(Entry<?> gone) {
        Entry<?> before = entries;
        if (before == gone) {
            entries = gone.next;
            return;
        }
        while (before != null && before.next != gone) {
            before = before.next;
        }
        if (before != null) {
            before.next = gone.next;
        }
    }

    /** As an only child. */
    @Override
    public @Nullable Node get(String token) {
        return this.token.equals(token) ? this : null;
    }

    @Override
    public Children with(Node child) {
        return new ChildTable().with(this).with(child);
    }

    @Override
    public @Nullable Children without(String token) {
        return this.token.equals(token) ? null : this;
    }
}
