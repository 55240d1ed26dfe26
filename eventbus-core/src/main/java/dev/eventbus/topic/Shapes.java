package dev.eventbus.topic;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the shapes of recent topics: a table in which each shape has two places. It starts small and doubles while
 * shapes that are still true keep pushing each other out, up to a bound; then the older one goes. No lock is taken to
 * read or to remember; what a race loses is found again by a walk.
 */
final class Shapes {
    private static final int FIRST_CAPACITY = 1 << 8;

    /** The most shapes remembered. */
    private static final int MAX_CAPACITY = 1 << 16;

    /** A shape with more to it is cheap to find again, compared with what is done about all its matches. */
    private static final int MAX_WEIGHT = 1 << 10;

    private final Node root;
    private final Generations generations;

    private volatile AtomicReferenceArray<@Nullable Shape> table = new AtomicReferenceArray<>(FIRST_CAPACITY);

    /** How often a true shape had to go since the table has this size; a count lost in a race does not matter. */
    private int pushedOut;

    Shapes(Node root, Generations generations) {
        this.root = root;
        this.generations = generations;
    }

    /** The shape of a topic, true at some moment during this call. */
    Shape of(Topic topic) {
        AtomicReferenceArray<@Nullable Shape> slots = table;
        int hash = topic.shapeHash();
        Shape shape = slots.getAcquire(first(hash, slots));
        if (shape != null && shape.isOf(topic) && isTrue(shape)) {
            return shape;
        }
        shape = slots.getAcquire(second(hash, slots));
        if (shape != null && shape.isOf(topic) && isTrue(shape)) {
            return shape;
        }
        shape = Shape.of(topic, root, generations);
        if (shape.weight() <= MAX_WEIGHT) {
            remember(shape, hash, slots);
        }
        return shape;
    }

    private void remember(Shape shape, int hash, AtomicReferenceArray<@Nullable Shape> slots) {
        int first = first(hash, slots);
        int second = second(hash, slots);
        if (!isTrue(slots.getAcquire(first))) {
            slots.setRelease(first, shape);
            return;
        }
        if (isTrue(slots.getAcquire(second)) && ++pushedOut > slots.length() / 4) {
            grow(slots);
        }
        slots.setRelease(second, shape);
    }

    private synchronized void grow(AtomicReferenceArray<@Nullable Shape> full) {
        pushedOut = 0;
        if (table == full && full.length() < MAX_CAPACITY) {
            table = new AtomicReferenceArray<>(2 * full.length());
        }
    }

    private boolean isTrue(@Nullable Shape shape) {
        return shape != null && shape.isTrue(generations);
    }

    private static int first(int hash, AtomicReferenceArray<@Nullable Shape> slots) {
        return hash & (slots.length() - 1);
    }

    private static int second(int hash, AtomicReferenceArray<@Nullable Shape> slots) {
        return (hash * 0x85EBCA6B >>> 12) & (slots.length() - 1);
    }
}
