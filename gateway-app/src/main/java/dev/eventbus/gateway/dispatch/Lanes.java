package dev.eventbus.gateway.dispatch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The lanes of this replica, one for each subscriber that had something to do. */
final class Lanes {
    private static final int IN_PROCESS = 16;

    private final Map<SubscriberId, Lane> lanes = new ConcurrentHashMap<>();

    Lane of(Subscriber subscriber) {
        int size = switch (subscriber.target()) {
            case Target.Http http -> http.maxConcurrency();
            case Target.InProcess inProcess -> IN_PROCESS;
        };
        Lane lane = lanes.computeIfAbsent(subscriber.id(), id -> new Lane(size));
        lane.resize(size);
        return lane;
    }

    /** Forgets the lanes of those that are gone, unless something is under way in them. */
    void keepOnly(Predicate<SubscriberId> exists) {
        lanes.entrySet()
                .removeIf(lane -> !exists.test(lane.getKey()) && lane.getValue().isIdle());
    }

    boolean areIdle() {
        return lanes.values().stream().allMatch(Lane::isIdle);
    }
}
