package dev.eventbus;

import dev.eventbus.dispatch.Timer;
import dev.eventbus.transport.Delivery;
import java.time.Duration;

/**
 * Keeps a delivery's ack wait from running out while it waits for its turn, most often behind its key. Not for ever:
 * what has waited for {@value #ACK_WAITS} ack waits stands behind something that hangs, and another instance may do
 * better.
 */
final class KeepAlive {
    static final int ACK_WAITS = 20;

    /** So often per ack wait that one call which is late or lost does no harm. */
    private static final int PER_ACK_WAIT = 3;

    private final Delivery delivery;
    private final Timer timer;
    private final Duration pause;

    // Guarded by this, so that no alarm is set up after the stop.
    private Timer.Alarm alarm = () -> {};
    private boolean stopped;

    // Touched by one call at a time: the next is set up at the end of the last.
    private int left = ACK_WAITS * PER_ACK_WAIT;

    KeepAlive(Delivery delivery, Timer timer, Duration ackWait) {
        this.delivery = delivery;
        this.timer = timer;
        this.pause = ackWait.dividedBy(PER_ACK_WAIT);
    }

    synchronized void start() {
        if (!stopped) {
            // The broker may be slow to take it, and the timer's thread serves others.
            alarm = timer.after(
                    pause, () -> Thread.ofVirtual().name("eventbus-keep-alive").start(this::call));
        }
    }

    private void call() {
        left--;
        if (delivery.inProgress() && left > 0) {
            start();
        }
    }

    /** Lets the ack wait run from now on; a call that is under way may still begin it anew. */
    synchronized void stop() {
        stopped = true;
        alarm.cancel();
    }
}
