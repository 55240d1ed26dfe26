package dev.eventbus;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How far a replay has come. What was brought before it caught up is counted apart, for that has to be handled first.
 *
 * <pre>
 *   reading ─▶ caught up at a position ─▶ caughtUp completes once what was stored is handled
 *      └──────────────┴─────▶ over ─────▶ quiet completes once all is
 * </pre>
 */
final class ReplayProgress {
    private final String name;
    private final AtomicReference<State> state = new AtomicReference<>(new State(0, 0, null, false));
    private final CompletableFuture<Position> caughtUp = new CompletableFuture<>();
    private final CompletableFuture<Void> quiet = new CompletableFuture<>();
    private volatile @Nullable EventBusException failure;

    ReplayProgress(String name) {
        this.name = name;
    }

    /**
     * @param stored of those brought before it caught up, how many are not handled
     * @param all of all that were brought, how many are not handled
     * @param at where it caught up, or null
     */
    private record State(long stored, long all, @Nullable Position at, boolean over) {
        State brought() {
            return new State(at == null ? stored + 1 : stored, all + 1, at, over);
        }

        State handled(boolean wasStored) {
            return new State(wasStored ? stored - 1 : stored, all - 1, at, over);
        }

        State caughtUpAt(Position position) {
            return at == null ? new State(stored, all, position, over) : this;
        }

        State ended() {
            return new State(stored, all, at, true);
        }
    }

    /** Counts an event in; what is returned counts it out. */
    ReplayedWork.WhenOver brought() {
        boolean stored = change(State::brought).at() == null;
        return handled -> {
            if (stored && !handled) {
                notCaughtUp();
            }
            change(before -> before.handled(stored));
        };
    }

    boolean isOver() {
        return now().over();
    }

    @Nullable
    EventBusException failure() {
        return failure;
    }

    /** All that was stored is brought. */
    void caughtUpAt(Position position) {
        change(before -> before.caughtUpAt(position));
    }

    /** Nothing more is brought. */
    void end() {
        if (now().at() == null) {
            notCaughtUp();
        }
        change(State::ended);
    }

    /** Nothing more can be brought; who waits is told why. */
    void fail(EventBusException failure) {
        this.failure = failure;
        caughtUp.completeExceptionally(failure);
        change(State::ended);
    }

    private void notCaughtUp() {
        caughtUp.completeExceptionally(
                new EventBusException("Could not replay to the end: " + name + " was closed before it had caught up."));
    }

    CompletableFuture<Position> caughtUp() {
        return caughtUp;
    }

    /** Completes when it is over and nothing is left to handle. */
    CompletableFuture<Void> quiet() {
        return quiet;
    }

    private State now() {
        return Objects.requireNonNull(state.get());
    }

    private State change(UnaryOperator<State> step) {
        State now = state.updateAndGet(step);
        if (now.at() != null && now.stored() == 0) {
            caughtUp.complete(now.at());
        }
        if (now.over() && now.all() == 0) {
            quiet.complete(null);
        }
        return now;
    }
}
