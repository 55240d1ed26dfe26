package dev.eventbus.gateway.presence;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How many sockets each user has on this replica. One entry per user, however many sockets; never blocks for long. */
@ApplicationScoped
public class Roster {
    private final InstantSource clock;
    private final Map<UserKey, Counted> users = new HashMap<>();
    private final Map<UserKey, Said.Here> changed = new LinkedHashMap<>();

    /** Sockets come and go on many threads, while one tells the others. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition change = lock.newCondition();

    Roster(InstantSource clock) {
        this.clock = clock;
    }

    private record Counted(int connections, long since) {}

    /** A socket of the user was opened. */
    public void joined(String workspaceId, String userId) {
        count(new UserKey(workspaceId, userId), 1);
    }

    /** A socket of the user was closed; to be called once for each that was opened. */
    public void left(String workspaceId, String userId) {
        count(new UserKey(workspaceId, userId), -1);
    }

    private void count(UserKey user, int difference) {
        lock.lock();
        try {
            Counted before = users.getOrDefault(user, new Counted(0, clock.millis()));
            Counted now = new Counted(before.connections() + difference, before.since());
            if (now.connections() > 0) {
                users.put(user, now);
            } else {
                users.remove(user);
            }
            changed.put(user, here(user, now));
            change.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Whoever is here. */
    List<Said.Here> all() {
        lock.lock();
        try {
            List<Said.Here> all = new ArrayList<>(users.size());
            users.forEach((user, counted) -> all.add(here(user, counted)));
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** What changed since this was asked last; waits for something to change, but not longer than so many nanoseconds. */
    List<Said.Here> changes(long patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience;
            while (changed.isEmpty() && left > 0) {
                left = change.awaitNanos(left);
            }
            List<Said.Here> changes = List.copyOf(changed.values());
            changed.clear();
            return changes;
        } finally {
            lock.unlock();
        }
    }

    private static Said.Here here(UserKey user, Counted counted) {
        return new Said.Here(user.workspaceId(), user.userId(), counted.connections(), counted.since());
    }
}
