package dev.eventbus.nats;

import dev.eventbus.Attempt;
import dev.eventbus.Event;
import dev.eventbus.Position;
import dev.eventbus.Verdict;
import dev.eventbus.dispatch.Timer;
import dev.eventbus.topic.Topic;
import dev.eventbus.transport.Delivery;
import dev.eventbus.transport.DurableSpec;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One delivery of a stored event. When the ack wait has run out the server delivers the event anew: this delivery is
 * over then, and its place is free. One of an ordered durable goes on: nobody else may have it, and what the server
 * delivers anew is taken for the same.
 */
final class EventDelivery implements Delivery {
    /** The server heard of it so lately that it need not hear again. */
    private static final int FRESH = 6;

    private final PulledDelivery pulled;
    private final Attempt attempt;
    private final Event event;
    private final Topic topic;
    private final Timer timer;
    private final DurableSpec spec;

    // Guards the alarm: of two threads that say inProgress, one would leave an alarm behind that rings too early.
    private final ReentrantLock lock = new ReentrantLock();
    private Timer.Alarm alarm = () -> {};

    EventDelivery(PulledDelivery pulled, Event event, Topic topic, Timer timer, DurableSpec spec) {
        this.pulled = pulled;
        this.event = event;
        this.topic = topic;
        this.timer = timer;
        this.spec = spec;
        this.attempt = new Attempt(pulled.deliveries(), new Position(pulled.sequence()));
        awaitExpiry();
    }

    private void awaitExpiry() {
        if (!spec.ordered()) {
            alarm = timer.after(spec.ackWait(), pulled::expire);
        }
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
        return attempt;
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
    public void settle(Verdict verdict, Attempt last) {
        if (spec.ordered()) {
            pulled.deadLetterHeader(DeadLetters.ATTEMPTS, Integer.toString(last.number()));
            pulled.deadLetterHeader(DeadLetters.FIRST_AT, pulled.receivedAt().toString());
        }
        settle(verdict);
    }

    @Override
    public boolean inProgress() {
        if (!pulled.isOurs()) {
            return false;
        }
        if (pulled.age().compareTo(spec.ackWait().dividedBy(FRESH)) < 0) {
            return true;
        }
        lock.lock();
        try {
            alarm.cancel();
            if (!pulled.isOpen()) {
                return false;
            }
            awaitExpiry();
        } finally {
            lock.unlock();
        }
        pulled.inProgress();
        return true;
    }
}
