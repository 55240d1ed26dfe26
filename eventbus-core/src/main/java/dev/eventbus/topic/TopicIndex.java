package dev.eventbus.topic;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds everything whose pattern matches a topic. Safe for use by many threads: matching takes no lock and, unless some
 * value is registered by several patterns, allocates nothing; adding and removing wait for each other only.
 *
 * <p>A trie over the six positions; each node knows its children by token, its {@code *} child, and what ends there.
 * Filter pairs and {@code *} as a part of a resource are checked per entry at the end of the walk. What is added or
 * removed while a match runs may be seen by it or not.
 *
 * @param <T> what is found; compared by identity
 */
public final class TopicIndex<T> {
    private static final int RESOURCE = 3;

    private final Node root = new Node("");

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
    }

    /** Takes back what {@link #add} did; unknown registrations are ignored. */
    public synchronized void remove(TopicPattern pattern, T value) {
        Entry<T> found = remove(root, 0, new Entry<>(pattern, value, false));
        if (found == null) {
            return;
        }
        size--;
        patternsOf.computeIfPresent(value, (v, patterns) -> patterns == 1 ? null : patterns - 1);
        if (found.extra()) {
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
            walk(root, 0, topic, entry -> !entry.extra(), found);
        } else {
            match(topic).forEach(found);
        }
    }

    /** Each value that has a matching pattern, once, in no particular order. */
    public List<T> match(Topic topic) {
        List<T> matches = new ArrayList<>();
        IdentityHashMap<T, Boolean> seen = new IdentityHashMap<>();
        walk(root, 0, topic, entry -> true, value -> {
            if (seen.put(value, true) == null) {
                matches.add(value);
            }
        });
        return matches;
    }

    private void walk(Node node, int depth, Topic topic, Predicate<Entry<?>> wanted, Consumer<? super T> found) {
        report(node.open, topic, wanted, found);
        if (depth == Topic.POSITIONS) {
            report(node.ends, topic, wanted, found);
            return;
        }
        Node child = node.children.get(topic.segment(depth));
        if (child != null) {
            walk(child, depth + 1, topic, wanted, found);
        }
        Node star = node.star;
        if (star != null) {
            walk(star, depth + 1, topic, wanted, found);
        }
    }

    @SuppressWarnings("unchecked") // only add() makes entries, of this index's T
    private void report(Entry<?>[] entries, Topic topic, Predicate<Entry<?>> wanted, Consumer<? super T> found) {
        for (Entry<?> entry : entries) {
            if (wanted.test(entry) && entry.matchesRest(topic)) {
                found.accept((T) entry.value());
            }
        }
    }

    private boolean holds(TopicPattern pattern, T value) {
        Node node = root;
        int length = depth(pattern);
        for (int i = 0; i < length && node != null; i++) {
            String token = token(pattern, i);
            node = token.equals("*") ? node.star : node.children.get(token);
        }
        if (node == null) {
            return false;
        }
        Entry<T> wanted = new Entry<>(pattern, value, false);
        return List.of(wanted.endsOpen() ? node.open : node.ends).contains(wanted);
    }

    private Node path(TopicPattern pattern) {
        Node node = root;
        int length = depth(pattern);
        for (int i = 0; i < length; i++) {
            node = childOrNew(node, token(pattern, i));
        }
        return node;
    }

    private static Node childOrNew(Node node, String token) {
        boolean star = token.equals("*");
        Node child = star ? node.star : node.children.get(token);
        if (child == null) {
            child = new Node(token);
            if (star) {
                node.star = child;
            } else {
                node.children.put(child);
            }
        }
        return child;
    }

    /** Removes the entry and, on the way back, every node that has become empty; returns it as it was stored. */
    private @Nullable Entry<T> remove(Node node, int depth, Entry<T> entry) {
        if (depth == depth(entry.pattern())) {
            return removeHere(node, entry);
        }
        String token = token(entry.pattern(), depth);
        boolean star = token.equals("*");
        Node child = star ? node.star : node.children.get(token);
        Entry<T> removed = child == null ? null : remove(child, depth + 1, entry);
        if (removed != null && child != null && child.isEmpty()) {
            if (star) {
                node.star = null;
            } else {
                node.children.remove(token);
            }
        }
        return removed;
    }

    @SuppressWarnings("unchecked") // as in report
    private @Nullable Entry<T> removeHere(Node node, Entry<T> wanted) {
        for (Entry<?> entry : wanted.endsOpen() ? node.open : node.ends) {
            if (entry.equals(wanted)) {
                node.remove(entry);
                return (Entry<T>) entry;
            }
        }
        return null;
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
