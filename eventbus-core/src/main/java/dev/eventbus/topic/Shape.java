package dev.eventbus.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the first five segments of a topic decide about matching: everything but the resource id and the filters.
 * Resource ids make every topic unique, shapes come again and again; so this is what is worth remembering.
 *
 * <p>Immutable, and true as long as nothing has changed for its organization.
 */
final class Shape {
    private static final int ID = Topic.POSITIONS - 1;
    private static final Entry<?>[] NO_ENTRIES = {};
    private static final Node[] NO_NODES = {};

    private final int hash;
    private final int slot;
    private final long stamp;

    // Beside each other rather than in a Topic: recognizing a shape is most of what a match costs.
    private final String organization;
    private final String source;
    private final String resource;
    private final String event;

    /** Match whatever the id and the filters are. */
    private final Entry<?>[] certain;

    /** Match any id; their filter pairs are to be checked. */
    private final Entry<?>[] filtered;

    /** Nodes before the id, which may have a child for it. */
    private final Node[] beforeId;

    private Shape(Topic topic, int slot, long stamp, Walk walk) {
        this.hash = topic.shapeHash();
        this.slot = slot;
        this.stamp = stamp;
        this.organization = topic.segment(1);
        this.source = topic.segment(2);
        this.resource = topic.segment(3);
        this.event = topic.segment(4);
        this.certain = walk.certain.toArray(NO_ENTRIES);
        this.filtered = walk.filtered.toArray(NO_ENTRIES);
        this.beforeId = walk.beforeId.toArray(NO_NODES);
    }

    static Shape of(Topic topic, Node root, Generations generations) {
        int slot = Generations.slot(topic.organizationId());
        long stamp = generations.stamp(slot); // before the walk, so that a change meanwhile makes the shape stale
        Walk walk = new Walk(topic);
        walk.from(root, 0);
        return new Shape(topic, slot, stamp, walk);
    }

    boolean isOf(Topic topic) {
        return hash == topic.shapeHash()
                && organization.equals(topic.segment(1))
                && event.equals(topic.segment(4))
                && resource.equals(topic.segment(3))
                && source.equals(topic.segment(2));
    }

    boolean isTrue(Generations generations) {
        return generations.stamp(slot) == stamp;
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
            if (extras || !entry.isExtra()) {
                ((Entry<T>) entry).reportIfRestMatches(topic, found);
            }
        }
        for (Node node : beforeId) {
            Node child = node.named(topic.segment(ID));
            if (child != null) {
                reportAll(child.entries, topic, extras, found);
            }
        }
    }

    @SuppressWarnings("unchecked") // as above
    private static <T> void reportAll(
            @Nullable Entry<?> first, Topic topic, boolean extras, Consumer<? super T> found) {
        for (Entry<?> entry = first; entry != null; entry = entry.next) {
            if (extras || !entry.isExtra()) {
                ((Entry<T>) entry).reportIfRestMatches(topic, found);
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
            sort(node.entries);
            Node star = node.star;
            if (depth == ID) {
                if (node.children != null) { // a first child makes this shape stale, like any other change
                    beforeId.add(node);
                }
                if (star != null) {
                    sort(star.entries);
                }
                return;
            }
            Node child = node.named(topic.segment(depth));
            if (child != null) {
                from(child, depth + 1);
            }
            if (star != null) {
                from(star, depth + 1);
            }
        }

        private void sort(@Nullable Entry<?> first) {
            for (Entry<?> entry = first; entry != null; entry = entry.next) {
                if (entry.matchesResource(topic)) {
                    (entry.isCertain() ? certain : filtered).add(entry);
                }
            }
        }
    }
}
