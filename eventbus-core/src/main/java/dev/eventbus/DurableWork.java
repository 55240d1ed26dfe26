package dev.eventbus;

import dev.eventbus.dispatch.Timer;
import dev.eventbus.dispatch.Work;
import dev.eventbus.transport.Delivery;
import dev.eventbus.transport.DurableSpec;
import java.time.Duration;

/**
 * Handling a stored event. A verdict goes back to the transport, which also keeps the retries; but those of an ordered
 * durable wait here, where what comes after them in their order waits for them.
 */
final class DurableWork implements Work {
    private final HandlerCall call;
    private final Delivery delivery;
    private final DurableSpec spec;
    private final KeepAlive keepAlive;
    private int tries;

    DurableWork(HandlerCall call, Delivery delivery, DurableSpec spec, Timer timer) {
        this.call = call;
        this.delivery = delivery;
        this.spec = spec;
        this.keepAlive = new KeepAlive(delivery, timer, spec.ackWait(), spec.ordered());
    }

    /** It waits for its turn from now on. */
    void arrived() {
        keepAlive.waiting();
    }

    /** What ran out of time while it waited comes again, and is left to that. */
    @Override
    public Next run() {
        keepAlive.handling();
        if (!delivery.inProgress()) {
            keepAlive.stop();
            return Next.DONE;
        }
        tries++;
        Attempt attempt = attempt();
        Verdict verdict = lastWord(call.on(delivery.event(), attempt), attempt);
        if (verdict instanceof Verdict.Retry retry && spec.ordered()) {
            keepAlive.waiting();
            return Next.again(retry.delay());
        }
        settle(verdict, attempt);
        return Next.DONE;
    }

    /** What is ordered leaves its place once its letter is kept, not before: what comes after it would overtake it. */
    private Verdict lastWord(Verdict verdict, Attempt attempt) {
        if (!spec.ordered()) {
            return verdict;
        }
        Verdict last =
                verdict instanceof Verdict.Retry retry && tries >= spec.maxDeliver() ? exhausted(retry) : verdict;
        return last instanceof Verdict.DeadLetter dead && delivery instanceof SinkDelivery own
                ? own.kept(dead, attempt)
                : last;
    }

    /** Deliveries of an ordered durable are many that nobody tried, so the tries themselves are counted. */
    private Attempt attempt() {
        Attempt delivered = delivery.attempt();
        return spec.ordered() ? new Attempt(tries, delivered.position()) : delivered;
    }

    private Verdict exhausted(Verdict.Retry last) {
        return new Verdict.DeadLetter(
                Verdict.DeadLetter.EXHAUSTED, "tried " + tries + " times, which is maxDeliver", last.cause());
    }

    private void settle(Verdict verdict, Attempt attempt) {
        try {
            delivery.settle(verdict, attempt);
        } finally {
            keepAlive.stop();
        }
    }

    /** Not started, or not to its end, so handed back for whoever consumes next. */
    @Override
    public void abandon() {
        keepAlive.stop();
        delivery.settle(Verdict.retry(Duration.ZERO));
    }

    /** There was no room for it, so it comes again after its ack wait, or at once where nobody else may have it. */
    void refused() {
        if (spec.ordered()) {
            abandon();
        } else {
            keepAlive.stop();
        }
    }
}
