package dev.eventbus.gateway.realtime;

import dev.eventbus.EventBus;
import dev.eventbus.topic.TopicPattern;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The feeds of all workspaces somebody is subscribed in; each lives from the first subscription to the last. */
@ApplicationScoped
class Feeds {
    private final EventBus bus;
    private final Map<String, Counted> feeds = new HashMap<>();

    /** Two clients could otherwise open one workspace's feed twice, or add to one that is being dropped. */
    private final ReentrantLock lock = new ReentrantLock();

    Feeds(EventBus bus) {
        this.bus = bus;
    }

    private static final class Counted {
        private final WorkspaceFeed feed;
        private int interests;

        Counted(WorkspaceFeed feed) {
            this.feed = feed;
        }
    }

    void add(TopicPattern pattern, Interest interest) {
        lock.lock();
        try {
            Counted counted = feeds.computeIfAbsent(
                    interest.client().workspaceId(), id -> new Counted(new WorkspaceFeed(bus, id)));
            counted.interests++;
            counted.feed.add(pattern, interest);
        } finally {
            lock.unlock();
        }
    }

    /** Removes what was added. Blocks while the feed's last event is handed out, if it was the last interest. */
    void remove(TopicPattern pattern, Interest interest) {
        WorkspaceFeed unused = withdraw(pattern, interest);
        if (unused != null) {
            unused.close();
        }
    }

    private @Nullable WorkspaceFeed withdraw(TopicPattern pattern, Interest interest) {
        lock.lock();
        try {
            String workspaceId = interest.client().workspaceId();
            Counted counted = feeds.get(workspaceId);
            if (counted == null) {
                return null;
            }
            counted.feed.remove(pattern, interest);
            if (--counted.interests > 0) {
                return null;
            }
            feeds.remove(workspaceId);
            return counted.feed;
        } finally {
            lock.unlock();
        }
    }
}
