package dev.eventbus;

import java.util.concurrent.CompletionStage;

/** A replay under way. Closing it ends deliveries. */
public interface Replay extends Subscription {
    /**
     * Completes when all events that were stored when the replay began are handled; with the position of the last of
     * them, matching or not, or {@link Position#NONE}: somebody who reads on {@linkplain ReplayFrom#after after} it
     * misses nothing. A replay that ends earlier completes it with the position it has come to. Fails with an
     * {@link EventBusException} if the replay cannot go on, or is closed before.
     */
    CompletionStage<Position> caughtUp();

    /** Completes when the replay has come to its end and every event of it is handled, or was closed; fails as above. */
    CompletionStage<Void> done();
}
