package dev.eventbus.gateway.dispatch;

import dev.eventbus.Event;
import dev.eventbus.Verdict.DeadLetter;
import dev.eventbus.gateway.database.DatabaseException;
import dev.eventbus.gateway.dispatch.Claims.Claimed;
import dev.eventbus.json.EventCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Tries a delivery that was taken when its turn in the lane comes, and has the result written. */
final class RetryClaimed {
    private static final Logger LOG = Logger.getLogger(RetryClaimed.class);

    /** When to look again whether this replica is done with its own attempt. */
    private static final Duration UNTIL_WRITTEN = Duration.ofSeconds(2);

    private final Engine engine;
    private final Claims claims;
    private volatile boolean closing;

    RetryClaimed(Engine engine, Claims claims) {
        this.engine = engine;
        this.claims = claims;
    }

    /** Puts back what has not had its turn yet. */
    void close() {
        closing = true;
    }

    void start(Claimed claimed) {
        if (!engine.writer().take(key(claimed))) {
            engine.writer().putBack(settlement(claimed, new Step.Untried(UNTIL_WRITTEN)));
            return;
        }
        Lane lane = engine.lanes().of(claimed.from().subscriber());
        lane.announce();
        Thread.ofVirtual().name("retry").start(() -> run(lane, claimed));
    }

    private void run(Lane lane, Claimed claimed) {
        Settlement settlement = null;
        try {
            lane.enter();
            try {
                settlement = tried(claimed);
            } finally {
                lane.leave();
            }
        } catch (InterruptedException | DatabaseException e) {
            LOG.debugf("A delivery was not tried; its lease runs out. reason=%s", e.getMessage());
        } finally {
            if (settlement == null) {
                engine.writer().drop(key(claimed));
            } else {
                engine.writer().update(settlement);
            }
        }
    }

    private Settlement tried(Claimed claimed) {
        Subscriber taken = claimed.from().subscriber();
        Optional<Subscriber> active =
                engine.subscribers().find(taken.id(), claimed.from().workspaceId());
        if (closing || active.isEmpty() || isNearlyOver(claimed)) {
            return settlement(claimed, new Step.Untried());
        }
        byte[] json = claimed.event() == null ? claims.event(claimed) : claimed.event();
        if (json == null) {
            return settlement(claimed, dead("the event is no longer in the event log"));
        }
        Event event;
        try {
            event = EventCodec.decode(json);
        } catch (IllegalArgumentException e) {
            return settlement(claimed, dead("the event in the log cannot be read: " + e.getMessage()));
        }
        return engine.deliver().attempt(event, active.get(), claimed.attempts());
    }

    /** An attempt that ends after the lease may be made by two. */
    private static boolean isNearlyOver(Claimed claimed) {
        return System.nanoTime() - claimed.takenAt() > Deliver.LONGEST_WAIT.toNanos();
    }

    private static Settlement settlement(Claimed claimed, Step step) {
        return new Settlement(key(claimed), "", claimed.attempts(), step, Instant.now());
    }

    private static DeliveryKey key(Claimed claimed) {
        return new DeliveryKey(
                claimed.eventId(),
                claimed.from().subscriber().id(),
                claimed.from().workspaceId());
    }

    private static Step dead(String reason) {
        return new Step.Dead(DeadLetter.PERMANENT, Failure.of(reason));
    }
}
