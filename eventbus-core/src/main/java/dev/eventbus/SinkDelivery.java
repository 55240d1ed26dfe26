package dev.eventbus;

import dev.eventbus.topic.Topic;
import dev.eventbus.transport.Delivery;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A delivery whose dead letter goes to the bus's own sink: first the letter is kept, then the delivery is acked. */
record SinkDelivery(Delivery delivery, String subscription, DeadLetterSink sink, FirstFailures failures)
        implements Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(SinkDelivery.class);

    /** When an event comes again whose letter could not be kept. */
    static final Duration AGAIN = Duration.ofSeconds(10);

    @Override
    public Event event() {
        return delivery.event();
    }

    @Override
    public Topic topic() {
        return delivery.topic();
    }

    @Override
    public Attempt attempt() {
        return delivery.attempt();
    }

    @Override
    public boolean inProgress() {
        return delivery.inProgress();
    }

    @Override
    public void settle(Verdict verdict) {
        settle(verdict, attempt());
    }

    @Override
    public void settle(Verdict verdict, Attempt last) {
        Verdict told = switch (verdict) {
            case Verdict.Ack ack -> over(ack);
            case Verdict.Retry retry -> failed(retry);
            case Verdict.DeadLetter dead -> kept(dead, last);
        };
        delivery.settle(told, last);
    }

    private Verdict over(Verdict.Ack ack) {
        failures.forget(event().id());
        return ack;
    }

    /** Without a cause it may have been handed back, and nobody tried. */
    private Verdict failed(Verdict.Retry retry) {
        if (retry.cause() != null) {
            failures.remember(event().id());
        }
        return retry;
    }

    /** An ack once the sink has the letter, or the retry that is to come instead. */
    Verdict kept(Verdict.DeadLetter dead, Attempt last) {
        try {
            sink.put(dead.letter(subscription, event(), last, failures.firstOf(event().id()), failures.now()));
            failures.forget(event().id());
            return Verdict.ACK;
        } catch (Throwable e) { // an Error, too, must not leave the delivery unsettled: nobody else would get the event
            LOG.warn(
                    "Could not keep a dead letter; the event will be tried again"
                            + " subscription={} eventId={} attempts={} retryIn={}",
                    subscription,
                    event().id(),
                    last.number(),
                    AGAIN,
                    e);
            failures.remember(event().id());
            return new Verdict.Retry(AGAIN, e);
        }
    }
}
