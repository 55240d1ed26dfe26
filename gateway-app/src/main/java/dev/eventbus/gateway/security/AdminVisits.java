package dev.eventbus.gateway.security;

import dev.eventbus.gateway.audit.Audit;
import dev.eventbus.gateway.audit.AuditEntry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Notes that an administrator is at work in a workspace that they have no part in of their own. Once in a while for
 * each: what they change there has entries of its own.
 */
@ApplicationScoped
class AdminVisits {
    private static final Duration ONE_VISIT = Duration.ofMinutes(10);
    private static final int CAPACITY = 10_000;

    private final Audit audit;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Instant> noted = new LinkedHashMap<>(64, 0.75f, true);

    AdminVisits(Audit audit, InstantSource clock) {
        this.audit = audit;
        this.clock = clock;
    }

    void note(Caller caller, String workspaceId) {
        boolean isVisit = caller.account().isAdmin()
                && caller.account().membershipOf(workspaceId).isEmpty();
        if (isVisit && isDue(caller.account().id() + ' ' + workspaceId)) {
            audit.note(new AuditEntry("workspace.visit", workspaceId, null));
        }
    }

    private boolean isDue(String visit) {
        Instant now = clock.instant();
        lock.lock();
        try {
            Instant before = noted.get(visit);
            if (before != null && before.plus(ONE_VISIT).isAfter(now)) {
                return false;
            }
            noted.put(visit, now);
            if (noted.size() > CAPACITY) {
                noted.remove(noted.keySet().iterator().next());
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
