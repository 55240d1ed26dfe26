package dev.eventbus.gateway.dispatch;

import dev.eventbus.gateway.database.DatabaseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Takes due deliveries, as many as their lanes have room for, and has each tried on a virtual thread of its own. */
final class RetryLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RetryLoop.class);
    private static final Duration IDLE = Duration.ofMillis(200);
    private static final Duration BUSY = Duration.ofMillis(10);
    private static final Duration AWAY = Duration.ofSeconds(1);

    private final Engine engine;
    private final Claims claims;
    private final RetryClaimed retry;
    private final CountDownLatch closing = new CountDownLatch(1);
    private boolean isAway;

    private RetryLoop(Engine engine, Claims claims) {
        this.engine = engine;
        this.claims = claims;
        this.retry = new RetryClaimed(engine, claims);
    }

    static RetryLoop start(Engine engine, Claims claims) {
        RetryLoop loop = new RetryLoop(engine, claims);
        Thread.ofVirtual().name("delivery-retries").start(loop::run);
        return loop;
    }

    /** Takes nothing more; what was taken is tried, or put back by its lease. */
    @Override
    public void close() {
        closing.countDown();
        retry.close();
    }

    private void run() {
        try {
            Duration pause = IDLE;
            while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = roundOrAway();
            }
        } catch (InterruptedException e) {
            LOG.debug("Delivery retries stopped.");
        }
    }

    private Duration roundOrAway() {
        try {
            Duration pause = engine.writer().isAway() ? AWAY : round();
            isAway = false;
            return pause;
        } catch (DatabaseException e) {
            if (!isAway) {
                LOG.warnf("Due deliveries wait until PostgreSQL is back. reason=%s", e.getMessage());
            }
            isAway = true;
            return AWAY;
        } catch (RuntimeException | Error e) { // the one thread has to go on
            LOG.errorf(e, "Due deliveries could not be taken; trying again.");
            return AWAY;
        }
    }

    private Duration round() {
        List<Claims.Queue> due = new ArrayList<>(claims.due());
        if (due.isEmpty()) {
            engine.lanes().keepOnly(engine.subscribers()::has);
            return IDLE;
        }
        Collections.shuffle(due, ThreadLocalRandom.current());
        ClaimPlan plan = ClaimPlan.of(due, engine);
        List<Claims.Claimed> taken = plan.wanted().isEmpty() ? List.of() : claims.take(plan.wanted());
        taken.forEach(retry::start);
        return plan.mayLeaveMore(taken) ? BUSY : IDLE;
    }
}
