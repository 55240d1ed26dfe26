package dev.eventbus.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the first five segments of a topic decide about matching: everything but the resource id and the filters.
 * Resource ids make every topic unique, shapes come again and again; so this is what is worth remembering.
 *
 * <p>Immutable, and true as long as its stamp is current.
 */
final class Shape {
    private static final int ID = Topic.POSITIONS - 1;
    private static final Entry<?>[] NO_ENTRIES = {};
    private static final Node[] NO_NODES = {};

    private final Topic example;
    private final Stamp stamp;

    /** Match whatever the id and the filters are. */
    private final Entry<?>[] certain;

    /** Match any id; their filter pairs are to be checked. */
    private final Entry<?>[] filtered;

    /** Nodes before the id, which may have a child for it. */
    private final Node[] beforeId;

    private Shape(Topic example, Stamp stamp, Walk walk) {
        this.example = example;
        this.stamp = stamp;
        this.certain = walk.certain.toArray(NO_ENTRIES);
        this.filtered = walk.filtered.toArray(NO_ENTRIES);
        this.beforeId = walk.beforeId.toArray(NO_NODES);
    }

    /** Walks the trie. The stamp must have been taken before, so that a change meanwhile makes the shape stale. */
    static Shape of(Topic topic, Node root, Stamp stamp) {
        Walk walk = new Walk(topic);
        walk.from(root, 0);
        return new Shape(topic, stamp, walk);
    }

    static int hash(Topic topic) {
        int hash = topic.segment(1).hashCode();
        for (int i = 2; i < ID; i++) {
            hash = 31 * hash + topic.segment(i).hashCode();
        }
        hash *= 0x9E3779B9;
        return hash ^ (hash >>> 15);
    }

    boolean isOf(Topic topic) {
        for (int i = ID - 1; i > 0; i--) {
            if (!example.segment(i).equals(topic.segment(i))) {
                return false;
            }
        }
        return true;
    }

    boolean isCurrent(Generations generations) {
        return generations.isCurrent(stamp);
    }

    /** How much of the heap remembering it takes, in references. */
    int weight() {
        return certain.length + filtered.length + beforeId.length;
    }

    /** @param extras whether entries that are their value's second or later are reported too */
    @SuppressWarnings("unchecked") // an index holds entries of its own T only
    <T> void report(Topic topic, boolean extras, Consumer<? super T> found) {
        for (Entry<?> entry : certain) {
            if (extras || !entry.isExtra()) {
                ((Entry<T>) entry).report(found);
            }
        }
        for (Entry<?> entry : filtered) {
            if ((extras || !entry.isExtra()) && entry.pattern().matchesFilters(topic)) {
                ((Entry<T>) entry).report(found);
            }
        }
        for (Node node : beforeId) {
            Node child = node.children.get(topic.segment(ID));
            if (child != null) {
                reportId(child, topic, extras, found);
            }
        }
    }

    @SuppressWarnings("unchecked") // as above
    private static <T> void reportId(Node node, Topic topic, boolean extras, Consumer<? super T> found) {
        for (Entry<?> entry : node.ends) {
            if ((extras || !entry.isExtra()) && entry.matchesRest(topic)) {
                ((Entry<T>) entry).report(found);
            }
        }
    }

    /** One walk down the trie, as far as the segment before the id. */
    private static final class Walk {
        private final Topic topic;
        final List<Entry<?>> certain = new ArrayList<>();
        final List<Entry<?>> filtered = new ArrayList<>();
        final List<Node> beforeId = new ArrayList<>();

        Walk(Topic topic) {
            this.topic = topic;
        }

        void from(Node node, int depth) {
            sort(node.open);
            Node star = node.star;
            if (depth == ID) {
                if (node.children.size() > 0) { // a first child makes this shape stale, like any other change
                    beforeId.add(node);
                }
                if (star != null) {
                    sort(star.ends);
                }
                return;
            }
            Node child = node.children.get(topic.segment(depth));
            if (child != null) {
                from(child, depth + 1);
            }
            if (star != null) {
                from(star, depth + 1);
            }
        }

        private void sort(Entry<?>[] entries) {
            for (Entry<?> entry : entries) {
                if (entry.pattern().matchesResource(topic)) {
                    (entry.pattern().hasFilters() ? filtered : certain).add(entry);
                }
            }
        }
    }
}
