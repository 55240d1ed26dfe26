package dev.eventbus.gateway.presence;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** What all replicas said about their users, this one included, for as long as it holds. */
@ApplicationScoped
class Presence {
    /** How long it holds: a replica that died is forgotten by then. */
    static final Duration LEASE = Duration.ofSeconds(30);

    /** More than so many users on all replicas together are not kept. */
    static final int MOST = 200_000;

    private final InstantSource clock;
    private final Map<String, TreeMap<String, List<Lease>>> workspaces = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private int size;

    Presence(InstantSource clock) {
        this.clock = clock;
    }

    private record Lease(String replica, int connections, long since, Instant expires) {}

    /** Believes what a replica says. */
    void heard(Said said) {
        Instant expires = clock.instant().plus(LEASE);
        lock.lock();
        try {
            if (said.leaving()) {
                removeIf(lease -> lease.replica().equals(said.replica()));
            }
            said.users().forEach(user -> keep(said.replica(), user, expires));
        } finally {
            lock.unlock();
        }
    }

    private void keep(String replica, Said.Here user, Instant expires) {
        TreeMap<String, List<Lease>> users = workspaces.computeIfAbsent(user.workspaceId(), id -> new TreeMap<>());
        List<Lease> leases = users.computeIfAbsent(user.userId(), id -> new ArrayList<>(1));
        if (leases.removeIf(lease -> lease.replica().equals(replica))) {
            size--;
        }
        if (user.connections() > 0 && size < MOST) {
            leases.add(new Lease(replica, user.connections(), user.since(), expires));
            size++;
        }
        if (leases.isEmpty()) {
            users.remove(user.userId());
        }
        if (users.isEmpty()) {
            workspaces.remove(user.workspaceId());
        }
    }

    /** Forgets what was not said again in time. */
    void sweep() {
        Instant now = clock.instant();
        lock.lock();
        try {
            removeIf(lease -> !lease.expires().isAfter(now));
        } finally {
            lock.unlock();
        }
    }

    private void removeIf(Predicate<Lease> condition) {
        workspaces.values().removeIf(users -> {
            users.values().removeIf(leases -> {
                int before = leases.size();
                leases.removeIf(condition);
                size -= before - leases.size();
                return leases.isEmpty();
            });
            return users.isEmpty();
        });
    }

    /** The users of a workspace who are there, ordered by id, behind one. */
    List<PresentUser> users(String workspaceId, String after, int most) {
        Instant now = clock.instant();
        lock.lock();
        try {
            TreeMap<String, List<Lease>> users = workspaces.getOrDefault(workspaceId, new TreeMap<>());
            return users.tailMap(after, false).entrySet().stream()
                    .map(user -> present(user.getKey(), user.getValue(), now))
                    .filter(user -> user.connections() > 0)
                    .limit(most)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Those of some users who are there. */
    List<String> present(String workspaceId, Collection<String> userIds) {
        Instant now = clock.instant();
        lock.lock();
        try {
            Map<String, List<Lease>> users = workspaces.getOrDefault(workspaceId, new TreeMap<>());
            return userIds.stream()
                    .filter(id -> users.getOrDefault(id, List.of()).stream()
                            .anyMatch(lease -> lease.expires().isAfter(now)))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private static PresentUser present(String userId, List<Lease> leases, Instant now) {
        List<Lease> good =
                leases.stream().filter(lease -> lease.expires().isAfter(now)).toList();
        return new PresentUser(
                userId,
                good.stream().mapToInt(Lease::connections).sum(),
                good.size(),
                Instant.ofEpochMilli(good.stream().mapToLong(Lease::since).min().orElse(0)));
    }
}
