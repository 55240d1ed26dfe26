package dev.eventbus.nats;

import dev.eventbus.Verdict;
import dev.eventbus.dispatch.Work;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A message in the lane of its subject. Its attempts are counted here, because many deliveries of it nobody tried; it
 * leaves its place once it is acknowledged or its dead letter is stored, not before.
 */
final class OrderedWork implements Work {
    /** Long enough for a close to find it parked. */
    private static final Duration CLOSING = Duration.ofSeconds(1);

    /** Waits for leave outside of its handler's place, which somebody's retry may need. */
    private static final Duration LEAVE = Duration.ofMillis(250);

    private final PulledDelivery delivery;
    private final SubjectLanes lanes;
    private int attempts;

    /** The last word, where all that is left to do is to store it. */
    private Verdict.@Nullable DeadLetter lastWord;

    OrderedWork(PulledDelivery delivery, SubjectLanes lanes) {
        this.delivery = delivery;
        this.lanes = lanes;
    }

    @Override
    public Next run() {
        if (lastWord != null) {
            return delivery.isOurs() ? bury(lastWord) : done();
        }
        if (!delivery.awaitOpen()) {
            return Next.again(CLOSING);
        }
        if (!delivery.isOurs()) {
            return done();
        }
        return delivery.mayBegin(attempts > 0) ? attempt() : Next.again(LEAVE);
    }

    private Next attempt() {
        attempts++;
        delivery.countAttempt();
        return switch (lanes.handle(delivery)) {
            case Verdict.Ack ack -> settle(ack);
            case Verdict.Retry retry -> attempts < lanes.mostAttempts() ? again(retry) : bury(exhausted(retry));
            case Verdict.DeadLetter dead -> bury(dead);
        };
    }

    private Next settle(Verdict verdict) {
        try {
            delivery.settle(verdict);
        } finally {
            lanes.gone(this);
        }
        return Next.DONE;
    }

    private Next again(Verdict.Retry retry) {
        delivery.failed();
        return Next.again(retry.delay());
    }

    private Verdict.DeadLetter exhausted(Verdict.Retry last) {
        return new Verdict.DeadLetter(Verdict.DeadLetter.EXHAUSTED, "Failed " + attempts + " times", last.cause());
    }

    private Next bury(Verdict.DeadLetter verdict) {
        lastWord = verdict;
        return delivery.bury(verdict) ? done() : Next.again(Settlement.DEAD_LETTER_RETRY);
    }

    private Next done() {
        lanes.gone(this);
        return Next.DONE;
    }

    /** @param fresh how lately the server must have heard of it to be left in peace */
    void keepAlive(Duration fresh) {
        if (delivery.age().compareTo(fresh) >= 0) {
            delivery.inProgress();
        }
    }

    /** Not tried to its end, so handed back for whoever is next. */
    @Override
    public void abandon() {
        settle(Verdict.retry(Duration.ZERO));
    }
}
