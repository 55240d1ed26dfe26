package dev.eventbus;

import dev.eventbus.dispatch.Work;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Handling an event that no store keeps for the subscription: retries wait in memory. */
final class MemoryWork implements Work {
    private static final Attempt FIRST = new Attempt(1, Position.NONE);

    private final HandlerCall call;
    private final Event event;
    private final Position position;
    private final GiveUp giveUp;
    private int attempts;
    private @Nullable Instant firstAt;

    MemoryWork(HandlerCall call, Event event, Position position, GiveUp giveUp) {
        this.call = call;
        this.event = event;
        this.position = position;
        this.giveUp = giveUp;
    }

    @Override
    public Next run() {
        attempts++;
        Attempt attempt = attempts == 1 && position == Position.NONE ? FIRST : new Attempt(attempts, position);
        return switch (call.on(event, attempt)) {
            case Verdict.Ack ack -> Next.DONE;
            case Verdict.Retry retry -> {
                firstAt = firstAt == null ? giveUp.now() : firstAt;
                yield Next.again(retry.delay());
            }
            case Verdict.DeadLetter dead -> {
                giveUp.on(call.subscription(), event, attempt, dead, firstAt);
                yield Next.DONE;
            }
        };
    }
}
