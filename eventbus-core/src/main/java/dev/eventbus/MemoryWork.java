package dev.eventbus;

import dev.eventbus.dispatch.Work;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Handling an event that no store keeps for the subscription: retries wait in memory, those of its letter, too. */
final class MemoryWork implements Work {
    private static final Attempt FIRST = new Attempt(1, Position.NONE);

    private final HandlerCall call;
    private final Event event;
    private final Position position;
    private final GiveUp giveUp;
    private int attempts;
    private @Nullable Instant firstAt;

    /** Set once the event is given up: all that is left to do is to have it kept. */
    private @Nullable DeadLetter letter;

    private int tries;

    MemoryWork(HandlerCall call, Event event, Position position, GiveUp giveUp) {
        this.call = call;
        this.event = event;
        this.position = position;
        this.giveUp = giveUp;
    }

    @Override
    public Next run() {
        return letter == null ? handle() : keep(letter);
    }

    private Next handle() {
        attempts++;
        Attempt attempt = attempts == 1 && position == Position.NONE ? FIRST : new Attempt(attempts, position);
        return switch (call.on(event, attempt)) {
            case Verdict.Ack ack -> Next.DONE;
            case Verdict.Retry retry -> {
                firstAt = firstAt == null ? giveUp.now() : firstAt;
                yield Next.again(retry.delay());
            }
            case Verdict.DeadLetter dead -> {
                Instant now = giveUp.now();
                letter = dead.letter(call.subscription(), event, attempt, firstAt == null ? now : firstAt, now);
                yield keep(letter);
            }
        };
    }

    private Next keep(DeadLetter letter) {
        tries++;
        return giveUp.put(letter, tries).map(Next::again).orElse(Next.DONE);
    }

    /** A letter that waits for its next try gets one last try now. */
    @Override
    public void abandon() {
        if (letter != null) {
            giveUp.put(letter, GiveUp.TRIES);
        }
    }
}
