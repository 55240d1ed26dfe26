package dev.eventbus;

import java.util.concurrent.CompletionStage;

/** A replay under way. Closing it ends deliveries. */
public interface Replay extends Subscription {
    /**
     * Completes when all events that were stored when the replay began are handled; with the position of the last of
     * them, or {@link Position#NONE}. Fails with an {@link EventBusException} if the replay cannot go on.
     */
    CompletionStage<Position> caughtUp();

    /** Completes when the replay has come to its end and every event of it is handled, or was closed. */
    CompletionStage<Void> done();
}
