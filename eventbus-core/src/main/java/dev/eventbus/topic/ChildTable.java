package dev.eventbus.topic;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Several children: an open-addressing table, at most half full, that readers probe without a lock.
 *
 * <p>A child is put into a free slot and so appears at once; a removed one leaves a tombstone, so that probing goes on
 * past it. Slots that fill up are replaced by fresh ones; a reader still in the old ones sees the children as they
 * were.
 */
final class ChildTable implements Children {
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Node[].class);
    private static final Node TOMBSTONE = new Node("");
    private static final int FIRST_CAPACITY = 4;

    private volatile @Nullable Node[] slots = new Node[FIRST_CAPACITY];
    private int size;
    private int used;

    @Override
    public @Nullable Node get(String token) {
        @Nullable Node[] slots = this.slots;
        int at = find(slots, token);
        return at < 0 ? null : at(slots, at);
    }

    @Override
    public ChildTable with(Node child) {
        if (2 * (used + 1) > slots.length) {
            rebuild();
        }
        insert(slots, child);
        size++;
        used++;
        return this;
    }

    @Override
    public @Nullable ChildTable without(String token) {
        int at = find(slots, token);
        if (at >= 0) {
            SLOT.setRelease(slots, at, TOMBSTONE);
            size--;
        }
        return size == 0 ? null : this;
    }

    /** Leaves the tombstones behind and makes room for as many children again. */
    private void rebuild() {
        int capacity = FIRST_CAPACITY;
        while (capacity < 4 * size) {
            capacity *= 2;
        }
        @Nullable Node[] fresh = new Node[capacity];
        for (Node child : slots) {
            if (child != null && child != TOMBSTONE) {
                insert(fresh, child);
            }
        }
        used = size;
        slots = fresh;
    }

    private static int find(@Nullable Node[] slots, String token) {
        int hash = Node.hash(token);
        int mask = slots.length - 1;
        for (int i = hash & mask; ; i = (i + 1) & mask) {
            Node child = at(slots, i);
            if (child == null) {
                return -1;
            }
            if (child.hash == hash && child.token.equals(token) && child != TOMBSTONE) {
                return i;
            }
        }
    }

    private static void insert(@Nullable Node[] slots, Node child) {
        int mask = slots.length - 1;
        int i = child.hash & mask;
        while (at(slots, i) != null) {
            i = (i + 1) & mask;
        }
        SLOT.setRelease(slots, i, child);
    }

    private static @Nullable Node at(@Nullable Node[] slots, int i) {
        return (Node) SLOT.getAcquire(slots, i);
    }
}
