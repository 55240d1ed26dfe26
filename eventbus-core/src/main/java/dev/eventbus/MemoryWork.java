package dev.eventbus;

import dev.eventbus.dispatch.Work;
import dev.eventbus.topic.Segments;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Handling an event that no store keeps for the subscription: retries wait in memory, a dead letter is a log line. */
final class MemoryWork implements Work {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryWork.class);

    private final HandlerCall call;
    private final Event event;
    private final Position position;
    private int attempts;

    MemoryWork(HandlerCall call, Event event, Position position) {
        this.call = call;
        this.event = event;
        this.position = position;
    }

    @Override
    public Next run() {
        attempts++;
        return switch (call.on(event, new Attempt(attempts, position))) {
            case Verdict.Ack ack -> Next.DONE;
            case Verdict.Retry retry -> Next.again(retry.delay());
            case Verdict.DeadLetter dead -> {
                LOG.error(
                        "Gave up on an event, nothing keeps it for another try"
                                + " subscription={} eventId={} attempts={} reason={}",
                        call.subscription(),
                        event.id(),
                        attempts,
                        Segments.quoted(dead.reason()));
                yield Next.DONE;
            }
        };
    }
}
