package dev.eventbus.topic;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A node's children by token: an open-addressing table, at most half full, that readers probe without a lock.
 *
 * <p>One writer at a time. A child is put into a free slot and so appears at once; a removed one leaves a tombstone, so
 * that probing goes on past it. A table that fills up is replaced by a fresh one; a reader still in the old one sees
 * the children as they were.
 */
final class Children {
    private static final Node TOMBSTONE = new Node("");
    private static final int FIRST_CAPACITY = 4;

    private volatile @Nullable AtomicReferenceArray<@Nullable Node> table;
    private int size;
    private int used;

    int size() {
        return size;
    }

    @Nullable
    Node get(String token) {
        AtomicReferenceArray<@Nullable Node> slots = table;
        if (slots == null) {
            return null;
        }
        int mask = slots.length() - 1;
        for (int i = slot(token, mask); ; i = (i + 1) & mask) {
            Node child = slots.getAcquire(i);
            if (child == null) {
                return null;
            }
            if (child != TOMBSTONE && child.token.equals(token)) {
                return child;
            }
        }
    }

    void put(Node child) {
        AtomicReferenceArray<@Nullable Node> slots = table;
        if (slots == null || 2 * (used + 1) > slots.length()) {
            slots = rebuilt(slots);
        }
        insert(slots, child);
        table = slots;
        size++;
        used++;
    }

    void remove(String token) {
        AtomicReferenceArray<@Nullable Node> slots = table;
        if (slots == null) {
            return;
        }
        int mask = slots.length() - 1;
        for (int i = slot(token, mask); ; i = (i + 1) & mask) {
            Node child = slots.getAcquire(i);
            if (child == null) {
                return;
            }
            if (child != TOMBSTONE && child.token.equals(token)) {
                slots.setRelease(i, TOMBSTONE);
                size--;
                return;
            }
        }
    }

    /** Without tombstones, and with room for as many children again. */
    private AtomicReferenceArray<@Nullable Node> rebuilt(@Nullable AtomicReferenceArray<@Nullable Node> old) {
        int capacity = FIRST_CAPACITY;
        while (capacity < 4 * size) {
            capacity *= 2;
        }
        AtomicReferenceArray<@Nullable Node> fresh = new AtomicReferenceArray<>(capacity);
        for (int i = 0; old != null && i < old.length(); i++) {
            Node child = old.getAcquire(i);
            if (child != null && child != TOMBSTONE) {
                insert(fresh, child);
            }
        }
        used = size;
        return fresh;
    }

    private static void insert(AtomicReferenceArray<@Nullable Node> slots, Node child) {
        int mask = slots.length() - 1;
        int i = slot(child.token, mask);
        while (slots.getAcquire(i) != null) {
            i = (i + 1) & mask;
        }
        slots.setRelease(i, child);
    }

    private static int slot(String token, int mask) {
        int hash = token.hashCode() * 0x9E3779B9;
        return (hash ^ (hash >>> 16)) & mask;
    }
}
