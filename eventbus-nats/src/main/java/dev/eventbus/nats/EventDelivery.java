package dev.eventbus.nats;

import dev.eventbus.Attempt;
import dev.eventbus.Event;
import dev.eventbus.Position;
import dev.eventbus.Verdict;
import dev.eventbus.dispatch.Timer;
import dev.eventbus.topic.Topic;
import dev.eventbus.transport.Delivery;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One delivery of a stored event. When the ack wait has run out the server delivers the event anew: this delivery is
 * over then, and its place is free.
 */
final class EventDelivery implements Delivery {
    private final PulledDelivery pulled;
    private final Event event;
    private final Topic topic;
    private final Timer timer;
    private final Duration ackWait;

    // Guards the alarm: of two threads that say inProgress, one would leave an alarm behind that rings too early.
    private final ReentrantLock lock = new ReentrantLock();
    private Timer.Alarm alarm;

    EventDelivery(PulledDelivery pulled, Event event, Topic topic, Timer timer, Duration ackWait) {
        this.pulled = pulled;
        this.event = event;
        this.topic = topic;
        this.timer = timer;
        this.ackWait = ackWait;
        this.alarm = timer.after(ackWait, pulled::expire);
    }

    @Override
    public Event event() {
        return event;
    }

    @Override
    public Topic topic() {
        return topic;
    }

    @Override
    public Attempt attempt() {
        return new Attempt(pulled.deliveries(), new Position(pulled.sequence()));
    }

    @Override
    public void settle(Verdict verdict) {
        lock.lock();
        try {
            alarm.cancel();
        } finally {
            lock.unlock();
        }
        pulled.settle(verdict);
    }

    @Override
    public boolean inProgress() {
        lock.lock();
        try {
            alarm.cancel();
            if (pulled.isSettled()) {
                return false;
            }
            alarm = timer.after(ackWait, pulled::expire);
        } finally {
            lock.unlock();
        }
        pulled.inProgress();
        return true;
    }
}
