package dev.eventbus;

import dev.eventbus.dispatch.Counts;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A handler that is called on the publisher's thread: one attempt, and a dead letter if it fails. */
final class InlineCall {
    private static final Logger LOG = LoggerFactory.getLogger(InlineCall.class);
    private static final Attempt ONLY = new Attempt(1, Position.NONE);

    private final HandlerCall call;
    private final GiveUp giveUp;
    private final LongAdder done = new LongAdder();

    InlineCall(HandlerCall call, GiveUp giveUp) {
        this.call = call;
        this.giveUp = giveUp;
    }

    /** Never throws: the publisher has others to serve. */
    void on(Event event) {
        Verdict verdict = call.on(event, ONLY);
        if (verdict != Verdict.ACK) {
            settle(event, verdict);
        }
        done.increment();
    }

    private void settle(Event event, Verdict verdict) {
        try {
            switch (verdict) {
                case Verdict.Ack ack -> {}
                case Verdict.Retry retry -> giveUp(event, noRetry(retry));
                case Verdict.DeadLetter dead -> giveUp(event, dead);
            }
        } catch (Throwable e) {
            LOG.error(
                    "Could not give up on an event; it is lost subscription={} eventId={}",
                    call.subscription(),
                    event.id(),
                    e);
        }
    }

    /** Tried once: whoever publishes does not wait for another try. */
    private void giveUp(Event event, Verdict.DeadLetter verdict) {
        Instant now = giveUp.now();
        var unused = giveUp.put(verdict.letter(call.subscription(), event, ONLY, now, now), GiveUp.TRIES);
    }

    private static Verdict.DeadLetter noRetry(Verdict.Retry retry) {
        return new Verdict.DeadLetter(
                Verdict.DeadLetter.EXHAUSTED, "asked for a retry, which an inline subscription has not", retry.cause());
    }

    Counts counts() {
        long calls = done.sum();
        return new Counts(calls, 0, 0, 0, calls, 0, 0, 0);
    }
}
