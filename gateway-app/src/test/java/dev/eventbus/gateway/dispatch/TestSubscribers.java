package dev.eventbus.gateway.dispatch;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Subscribers that a test makes up; there are none unless it does. */
@ApplicationScoped
class TestSubscribers implements SubscriberSource {
    private final Map<SubscriberId, Subscriber> active = new ConcurrentHashMap<>();
    private final Map<SubscriberId, String> paused = new ConcurrentHashMap<>();

    void add(Subscriber subscriber) {
        active.put(subscriber.id(), subscriber);
    }

    void remove(SubscriberId id) {
        active.remove(id);
    }

    void clear() {
        active.clear();
        paused.clear();
    }

    /** Why subscribers were paused. */
    Map<SubscriberId, String> paused() {
        return paused;
    }

    @Override
    public List<Subscriber> load() {
        return List.copyOf(active.values());
    }

    @Override
    public void pause(SubscriberId id, String reason) {
        if (active.remove(id) != null) {
            paused.put(id, reason);
        }
    }
}
