package dev.eventbus;

import dev.eventbus.dispatch.Work;
import dev.eventbus.transport.Delivery;
import java.time.Duration;

/** Handling a stored event: every verdict goes back to the transport, which also keeps the retries. */
record DurableWork(HandlerCall call, Delivery delivery, KeepAlive keepAlive) implements Work {
    /** The handler gets the whole ack wait; what ran out of time while it waited comes again and is left to that. */
    @Override
    public Next run() {
        keepAlive.stop();
        if (delivery.inProgress()) {
            delivery.settle(call.on(delivery.event(), delivery.attempt()));
        }
        return Next.DONE;
    }

    /** Not started, so handed back for whoever consumes next. */
    @Override
    public void abandon() {
        keepAlive.stop();
        delivery.settle(Verdict.retry(Duration.ZERO));
    }
}
