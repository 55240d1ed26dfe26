package dev.eventbus.gateway.realtime;

import dev.eventbus.EventBus;
import dev.eventbus.nats.NatsConnection;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The feeds of all workspaces somebody is subscribed in; each lives from the first subscription to the last. */
@ApplicationScoped
class Feeds {
    private final EventBus bus;
    private final NatsConnection broker;
    private final CatchUp catchUp;
    private final Map<String, Counted> feeds = new ConcurrentHashMap<>();

    /** Two clients could otherwise open one workspace's feed twice, or add to one that is being dropped. */
    private final ReentrantLock lock = new ReentrantLock();

    Feeds(EventBus bus, NatsConnection broker, CatchUp catchUp) {
        this.bus = bus;
        this.broker = broker;
        this.catchUp = catchUp;
    }

    void start(@Observes StartupEvent started) {
        var unused = broker.whenDown(() -> all().forEach(WorkspaceFeed::down));
        var unusedToo = broker.whenUp(() -> all().forEach(WorkspaceFeed::up));
    }

    /** Without the lock, which may be held while the broker is waited for. */
    private List<WorkspaceFeed> all() {
        return feeds.values().stream().map(counted -> counted.feed).toList();
    }

    private static final class Counted {
        private final WorkspaceFeed feed;
        private int interests;

        Counted(WorkspaceFeed feed) {
            this.feed = feed;
        }
    }

    void add(Interest interest) {
        lock.lock();
        try {
            Counted counted = feeds.computeIfAbsent(
                    interest.client().workspaceId(),
                    id -> new Counted(new WorkspaceFeed(bus, id, catchUp::begin, broker::droppedMessages)));
            counted.interests++;
            counted.feed.add(interest);
        } finally {
            lock.unlock();
        }
    }

    /** Removes what was added. Blocks while the feed's last event is handed out, if it was the last interest. */
    void remove(Interest interest) {
        WorkspaceFeed unused = withdraw(interest);
        if (unused != null) {
            unused.close();
        }
    }

    private @Nullable WorkspaceFeed withdraw(Interest interest) {
        lock.lock();
        try {
            String workspaceId = interest.client().workspaceId();
            Counted counted = feeds.get(workspaceId);
            if (counted == null) {
                return null;
            }
            counted.feed.remove(interest);
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
