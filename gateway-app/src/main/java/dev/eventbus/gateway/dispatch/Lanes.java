package dev.eventbus.gateway.dispatch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The lanes of this replica, one for each subscriber that had something to do. */
final class Lanes {
    private static final int IN_PROCESS = 16;

    /** The most that is claimed ahead of its turn in all lanes together: what waits is held in memory. */
    private static final int MOST_AHEAD = 2_000;

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

    /** How many more deliveries to claim for the subscriber. */
    int room(Subscriber subscriber) {
        Lane lane = of(subscriber);
        int waiting = lanes.values().stream().mapToInt(Lane::waiting).sum();
        return waiting < MOST_AHEAD ? lane.room() : Math.min(lane.room(), lane.free());
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
