package dev.eventbus.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps calls from an endpoint that fails, and lets one through now and then to see whether it is back. Whoever calls
 * asks {@link #tryEnter} first and tells the outcome once.
 *
 * <pre>
 *             too many failures                    time is over, one call enters
 *   CLOSED ───────────────────────▶ OPEN ◀──────────────────────────────────────▶ PROBING
 *     ▲                               ▲             the probe failed: twice as long   │
 *     └───────────────────────────────┴───────────────────────────────────────────────┘ the probe succeeded
 * </pre>
 *
 * Safe for use by many threads; nobody waits.
 */
public final class CircuitBreaker {
    /** Where it stands. */
    public enum Status {
        CLOSED,
        OPEN,
        PROBING
    }

    private sealed interface State {
        /** Calls of the running half window, and of the half before. */
        record Closed(Instant halfEnds, int calls, int failures, int earlierCalls, int earlierFailures)
                implements State {}

        record Open(Instant until, Duration lasting) implements State {}

        /** A probe that is never heard of again is given up at an instant. */
        record Probing(Instant givenUp, Duration lasted) implements State {}
    }

    private final BreakerSettings settings;
    private final InstantSource clock;
    private final AtomicReference<State> state;

    public CircuitBreaker(BreakerSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.state = new AtomicReference<>(fresh());
    }

    private State fresh() {
        return new State.Closed(clock.instant().plus(half()), 0, 0, 0, 0);
    }

    private Duration half() {
        return settings.window().dividedBy(2);
    }

    /** Whether a call may be made now. True obliges to call {@link #succeeded} or {@link #failed}. */
    public boolean tryEnter() {
        State current = current();
        return switch (current) {
            case State.Closed closed -> true;
            case State.Open open -> !clock.instant().isBefore(open.until()) && probe(current, open.lasting());
            case State.Probing probing ->
                !clock.instant().isBefore(probing.givenUp()) && probe(current, probing.lasted());
        };
    }

    private State current() {
        return Objects.requireNonNull(state.get(), "it is never set to null");
    }

    private boolean probe(State seen, Duration lasted) {
        return state.compareAndSet(seen, new State.Probing(clock.instant().plus(settings.longestOpen()), lasted));
    }

    /** How long until a call may be made; zero if one may be made now. */
    public Duration remaining() {
        Instant now = clock.instant();
        return switch (current()) {
            case State.Closed closed -> Duration.ZERO;
            case State.Open open -> atLeastZero(Duration.between(now, open.until()));
            case State.Probing probing -> atLeastZero(Duration.between(now, probing.givenUp()));
        };
    }

    private static Duration atLeastZero(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    public Status status() {
        return switch (current()) {
            case State.Closed closed -> Status.CLOSED;
            case State.Open open -> Status.OPEN;
            case State.Probing probing -> Status.PROBING;
        };
    }

    /** The endpoint answered in a way that says it works, whatever it said of this delivery. */
    public void succeeded() {
        state.updateAndGet(current -> switch (current) {
            case State.Closed closed -> counted(closed, 0);
            case State.Probing probing -> fresh();
            case State.Open open -> open; // a straggler from before it opened
        });
    }

    /** The endpoint did not answer, or asked to be tried again. */
    public void failed() {
        state.updateAndGet(current -> switch (current) {
            case State.Closed closed -> judged(counted(closed, 1));
            case State.Probing probing -> open(settings.doubled(probing.lasted()));
            case State.Open open -> open;
        });
    }

    private State.Closed counted(State.Closed closed, int failure) {
        Instant now = clock.instant();
        if (now.isBefore(closed.halfEnds())) {
            return new State.Closed(
                    closed.halfEnds(),
                    closed.calls() + 1,
                    closed.failures() + failure,
                    closed.earlierCalls(),
                    closed.earlierFailures());
        }
        boolean adjoins = now.isBefore(closed.halfEnds().plus(half()));
        return new State.Closed(
                now.plus(half()), 1, failure, adjoins ? closed.calls() : 0, adjoins ? closed.failures() : 0);
    }

    private State judged(State.Closed closed) {
        int calls = closed.calls() + closed.earlierCalls();
        int failures = closed.failures() + closed.earlierFailures();
        boolean tooMany = calls >= settings.minimumCalls() && failures >= settings.failureShare() * calls;
        return tooMany ? open(settings.firstOpen()) : closed;
    }

    private State open(Duration lasting) {
        return new State.Open(clock.instant().plus(lasting), lasting);
    }

    /** As new: for an operator who knows that the endpoint is back. */
    public void reset() {
        state.set(fresh());
    }
}
