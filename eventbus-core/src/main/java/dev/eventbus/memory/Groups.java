package dev.eventbus.memory;

import dev.eventbus.topic.TopicIndex;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.LiveListener;
import java.util.HashMap;
import java.util.Map;

/** The groups there are now. Safe for use by many threads. */
final class Groups {
    private final TopicIndex<LiveListener> listeners;
    private final Map<Key, Group> groups = new HashMap<>();

    Groups(TopicIndex<LiveListener> listeners) {
        this.listeners = listeners;
    }

    /** Only who wants the very same events can share them. */
    private record Key(TopicPattern pattern, String name) {}

    synchronized void add(TopicPattern pattern, String name, Listener member) {
        Group group = groups.computeIfAbsent(new Key(pattern, name), key -> new Group());
        boolean fresh = group.isEmpty();
        group.add(member);
        if (fresh) {
            listeners.add(pattern, group);
        }
    }

    synchronized void remove(TopicPattern pattern, String name, Listener member) {
        Key key = new Key(pattern, name);
        Group group = groups.get(key);
        if (group != null) {
            group.remove(member);
            if (group.isEmpty()) {
                groups.remove(key);
                listeners.remove(pattern, group);
            }
        }
    }
}
