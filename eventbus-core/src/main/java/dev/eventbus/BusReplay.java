package dev.eventbus;

import dev.eventbus.dispatch.Counts;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A replay of the bus: a subscription that ends by itself once all it was to bring is handled. */
final class BusReplay implements Replay {
    // Whoever waits may block or close the replay, which neither a handler's thread nor the reading one should do.
    private static final Executor THREADS =
            task -> Thread.ofVirtual().name("eventbus-replay").start(task);

    private final BusSubscription subscription;
    private final ReplayProgress progress;
    private final CompletableFuture<Position> caughtUp;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    private BusReplay(BusSubscription subscription, ReplayProgress progress) {
        this.subscription = subscription;
        this.progress = progress;
        this.caughtUp = progress.caughtUp().whenCompleteAsync((position, failure) -> {}, THREADS);
    }

    static BusReplay start(BusSubscription subscription, ReplayFlow flow) {
        BusReplay replay = new BusReplay(subscription, flow.progress());
        var unused = flow.progress().quiet().thenRunAsync(replay::close, THREADS);
        try {
            flow.start();
        } catch (RuntimeException e) {
            subscription.close();
            throw e;
        }
        return replay;
    }

    @Override
    public String name() {
        return subscription.name();
    }

    @Override
    public boolean isActive() {
        return subscription.isActive();
    }

    @Override
    public Counts counts() {
        return subscription.counts();
    }

    @Override
    public CompletionStage<Position> caughtUp() {
        return caughtUp.copy();
    }

    @Override
    public CompletionStage<Void> done() {
        return done.copy();
    }

    @Override
    public void close() {
        subscription.close();
        @Nullable EventBusException failure = progress.failure();
        if (failure == null) {
            done.complete(null);
        } else {
            done.completeExceptionally(failure);
        }
    }
}
