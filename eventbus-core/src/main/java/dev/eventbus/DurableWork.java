package dev.eventbus;

import dev.eventbus.dispatch.Work;
import dev.eventbus.transport.Delivery;
import java.time.Duration;

/** Handling a stored event: every verdict goes back to the transport, which also keeps the retries. */
record DurableWork(HandlerCall call, Delivery delivery) implements Work {
    @Override
    public Next run() {
        delivery.inProgress(); // it may have waited behind its key; the handler gets the whole ack wait
        delivery.settle(call.on(delivery.event(), delivery.attempt()));
        return Next.DONE;
    }

    /** Not started, so handed back for whoever consumes next. */
    @Override
    public void abandon() {
        delivery.settle(Verdict.retry(Duration.ZERO));
    }
}
