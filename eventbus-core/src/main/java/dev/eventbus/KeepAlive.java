package dev.eventbus;

import dev.eventbus.dispatch.Timer;
import dev.eventbus.transport.Delivery;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a delivery's ack wait from running out while it waits for its turn and while it is handled, so that the ack
 * wait says how soon a dead process is noticed, not how long a handler may take.
 *
 * <pre>
 *   start ─▶ waiting ─▶ handling ─▶ stop
 *               ▲──────────┘ another try here, of an ordered durable
 * </pre>
 *
 * Not for ever: a handler that runs for {@value #ACK_WAITS} ack waits hangs, and so does what somebody waits behind for
 * as long. Only what is ordered waits without end: nobody else may have it, and it may stand behind a long retry.
 */
final class KeepAlive {
    static final int ACK_WAITS = 20;

    private static final Logger LOG = LoggerFactory.getLogger(KeepAlive.class);

    /** So often per ack wait that one call which is late or lost does no harm. */
    private static final int PER_ACK_WAIT = 3;

    private static final int LIMITED = ACK_WAITS * PER_ACK_WAIT;

    private final Delivery delivery;
    private final Timer timer;
    private final Duration pause;
    private final int waits;

    // Guarded by this, so that no alarm is set up after the stop, and no second one beside the first.
    private Timer.Alarm alarm = () -> {};
    private boolean running;
    private boolean stopped;
    private int left;

    KeepAlive(Delivery delivery, Timer timer, Duration ackWait, boolean ordered) {
        this.delivery = delivery;
        this.timer = timer;
        this.pause = ackWait.dividedBy(PER_ACK_WAIT);
        this.waits = ordered ? Integer.MAX_VALUE : LIMITED;
    }

    void waiting() {
        goOn(waits);
    }

    void handling() {
        goOn(LIMITED);
    }

    private synchronized void goOn(int calls) {
        left = calls;
        if (!running) {
            running = true;
            next();
        }
    }

    private synchronized void next() {
        if (stopped) {
            return;
        }
        if (left > 0) {
            left--;
            // The broker may be slow to take it, and the timer's thread serves others.
            alarm = timer.after(
                    pause, () -> Thread.ofVirtual().name("eventbus-keep-alive").start(this::call));
            return;
        }
        running = false;
        LOG.warn(
                "Stopped keeping a delivery that has been waited for too long; the event comes again after its ack wait"
                        + " eventId={} attempt={} waited={}",
                delivery.event().id(),
                delivery.attempt().number(),
                pause.multipliedBy(LIMITED));
    }

    private void call() {
        if (delivery.inProgress()) {
            next();
        }
    }

    /** Lets the ack wait run from now on; a call that is under way may still begin it anew. */
    synchronized void stop() {
        stopped = true;
        alarm.cancel();
    }
}
