package dev.eventbus.gateway.dispatch;

import dev.eventbus.gateway.dispatch.Claims.Claimed;
import dev.eventbus.gateway.dispatch.Claims.Queue;
import dev.eventbus.gateway.dispatch.Claims.Wanted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How much to take of which queue in one round. The workspaces of an extension share its lane, each as much as the
 * others.
 *
 * @param wanted those that are active and have room
 * @param isCrowded whether an active one had no room
 */
record ClaimPlan(List<Wanted> wanted, boolean isCrowded) {
    /** The most that one round takes. */
    static final int MOST = 1_000;

    /** What the plan has to know of a queue's subscriber. */
    interface Surroundings {
        /** Empty while it is disabled or paused there, or another replica's to serve. */
        Optional<Subscriber> active(Queue queue);

        /** How many more deliveries its lane can take now. */
        int room(Subscriber subscriber);

        Duration lease(Subscriber subscriber);
    }

    /** @param due whoever comes first is served first: not always the same one */
    static ClaimPlan of(List<Queue> due, Surroundings surroundings) {
        List<Wanted> wanted = new ArrayList<>();
        boolean isCrowded = false;
        int budget = MOST;
        Map<SubscriberId, Long> queues =
                due.stream().collect(Collectors.groupingBy(Queue::subscriber, Collectors.counting()));
        Map<SubscriberId, Integer> left = new HashMap<>();
        for (Queue queue : due) {
            Optional<Subscriber> active = surroundings.active(queue);
            if (active.isEmpty()) {
                continue;
            }
            int room = left.computeIfAbsent(queue.subscriber(), id -> surroundings.room(active.get()));
            int share = share(room, Math.toIntExact(queues.merge(queue.subscriber(), -1L, Long::sum)) + 1);
            share = Math.min(share, budget);
            budget -= share;
            left.put(queue.subscriber(), room - share);
            if (share > 0) {
                wanted.add(new Wanted(active.get(), queue.workspaceId(), share, surroundings.lease(active.get())));
            } else {
                isCrowded = true;
            }
        }
        return new ClaimPlan(wanted, isCrowded);
    }

    /** @param sharers how many queues are still to come, this one included */
    private static int share(int room, int sharers) {
        return (room + sharers - 1) / sharers;
    }

    /** Whether a queue gave all that was wanted of it, or was not asked, so that asking again soon is worth it. */
    boolean mayLeaveMore(List<Claimed> taken) {
        Map<Queue, Long> counts =
                taken.stream().collect(Collectors.groupingBy(one -> one.from().queue(), Collectors.counting()));
        return isCrowded || wanted.stream().anyMatch(one -> counts.getOrDefault(one.queue(), 0L) >= one.most());
    }
}
