package dev.eventbus.topic;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds everything whose pattern matches a topic. Safe for use by many threads: matching takes no lock and, unless some
 * value is registered by several patterns, allocates nothing; adding and removing wait for each other only.
 *
 * <p>A trie over the six positions; each node knows its children by token, its {@code *} child, and what ends there.
 * What a walk down to the resource id finds is remembered per {@link Shape}, and forgotten when a pattern of that
 * organization changes. Filter pairs are checked per topic. What is added or removed while a match runs may be seen by
 * it or not.
 *
 * @param <T> what is found; compared by identity
 */
public final class TopicIndex<T> {
    private static final int RESOURCE = 3;

    private final Node root = new Node("");
    private final Generations generations = new Generations();
    private final Shapes shapes = new Shapes(root, generations);
    private final SharedTokens names = new SharedTokens();

    /** How many patterns each value is registered by. Guarded by this. */
    private final Map<T, Integer> patternsOf = new IdentityHashMap<>();

    /** How many entries may make a match find a value twice. Written under the lock. */
    private volatile int extras;

    private int size;

    /** Registers a value; registering it again by an equal pattern changes nothing. */
    public synchronized void add(TopicPattern pattern, T value) {
        boolean extra = patternsOf.containsKey(value);
        if (extra && holds(pattern, value)) {
            return;
        }
        if (extra) {
            extras++; // before the entry can be found, so that a match that finds it is looking for doubles
        }
        patternsOf.merge(value, 1, Integer::sum);
        size++;
        path(pattern).add(new Entry<>(pattern, value, extra));
        generations.changed(pattern);
    }

    /** Takes back what {@link #add} did; unknown registrations are ignored. */
    public synchronized void remove(TopicPattern pattern, T value) {
        Entry<?> removed = remove(root, 0, pattern, value);
        if (removed == null) {
            return;
        }
        removed.takeBack();
        generations.changed(pattern);
        size--;
        patternsOf.computeIfPresent(value, (v, patterns) -> patterns == 1 ? null : patterns - 1);
        if (removed.isExtra()) {
            extras--;
        }
    }

    /** How many registrations there are. */
    public synchronized int size() {
        return size;
    }

    /** Calls the consumer once for each value that has a matching pattern, in no particular order. */
    public void match(Topic topic, Consumer<? super T> found) {
        if (extras == 0) {
            // Doubles that appear from here on are left out: they were registered after this match began.
            shapes.of(topic).report(topic, false, found);
        } else {
            match(topic).forEach(found);
        }
    }

    /** Each value that has a matching pattern, once, in no particular order. */
    public List<T> match(Topic topic) {
        List<T> matches = new ArrayList<>();
        IdentityHashMap<T, Boolean> seen = new IdentityHashMap<>();
        shapes.of(topic).<T>report(topic, true, value -> {
            if (seen.put(value, true) == null) {
                matches.add(value);
            }
        });
        return matches;
    }

    private boolean holds(TopicPattern pattern, T value) {
        Node node = root;
        int length = depth(pattern);
        for (int i = 0; i < length && node != null; i++) {
            node = node.child(token(pattern, i));
        }
        return node != null && node.find(pattern, value) != null;
    }

    private Node path(TopicPattern pattern) {
        Node node = root;
        int length = depth(pattern);
        for (int i = 0; i < length; i++) {
            String token = token(pattern, i);
            Node child = node.child(token);
            if (child == null) {
                child = new Node(names.shared(token));
                node.put(child);
            }
            node = child;
        }
        return node;
    }

    /** Removes the registration below the node and, on the way back, every node that has become empty. */
    private static @Nullable Entry<?> remove(Node node, int depth, TopicPattern pattern, Object value) {
        if (depth == depth(pattern)) {
            Entry<?> entry = node.find(pattern, value);
            if (entry != null) {
                node.remove(entry);
            }
            return entry;
        }
        Node child = node.child(token(pattern, depth));
        Entry<?> removed = child == null ? null : remove(child, depth + 1, pattern, value);
        if (removed != null && child != null && child.isEmpty()) {
            node.drop(child);
        }
        return removed;
    }

    private static int depth(TopicPattern pattern) {
        return Math.min(pattern.segments().size(), Topic.POSITIONS);
    }

    private static String token(TopicPattern pattern, int position) {
        return position == RESOURCE && pattern.hasPartWildcard()
                ? "*"
                : pattern.segments().get(position);
    }
}
