package dev.eventbus.nats;

import dev.eventbus.Attempt;
import dev.eventbus.Event;
import dev.eventbus.Position;
import dev.eventbus.Verdict;
import dev.eventbus.dispatch.Timer;
import dev.eventbus.topic.Topic;
import dev.eventbus.transport.Delivery;
import java.time.Duration;

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

    // The last one set; written by whichever thread works on the event.
    private volatile Timer.Alarm alarm;

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
        alarm.cancel();
        pulled.settle(verdict);
    }

    @Override
    public void inProgress() {
        alarm.cancel();
        alarm = timer.after(ackWait, pulled::expire);
        pulled.inProgress();
    }
}
