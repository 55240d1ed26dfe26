package dev.eventbus.notifications;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Warns about faults, once a minute per subject at most: a faulty publisher must not flood the log. */
@Singleton
final class Complaints {
    private static final Logger LOG = Logger.getLogger(Complaints.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int MAX_SUBJECTS = 10_000;

    private final Map<String, Instant> last = new ConcurrentHashMap<>();
    private final InstantSource clock;

    Complaints(InstantSource clock) {
        this.clock = clock;
    }

    /** @return whether it was logged */
    boolean about(String subject, String sentence) {
        Instant now = clock.instant();
        if (last.size() >= MAX_SUBJECTS) {
            last.clear();
        }
        Instant said =
                last.merge(subject, now, (before, next) -> before.plus(PAUSE).isAfter(next) ? before : next);
        boolean due = said.equals(now);
        if (due) {
            LOG.warnf("%s about=%s", sentence, subject);
        }
        return due;
    }
}
