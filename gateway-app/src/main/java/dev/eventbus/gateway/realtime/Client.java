package dev.eventbus.gateway.realtime;

import dev.eventbus.gateway.security.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One connected client: who it is, what it wants, and the way to it. Compared by identity. */
final class Client {
    private final String workspaceId;
    private final Caller caller;
    private final ResumingSink sink;
    private final @Nullable InboundRate rate;
    private final Map<String, Interest> interests = new ConcurrentHashMap<>(2);
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private volatile Instant checkedAt = Instant.MIN;
    private volatile Instant heardAt = Instant.MAX;

    /** @param rate of what it says; null on an event stream, where it has nothing to say */
    Client(String workspaceId, Caller caller, ResumingSink sink, @Nullable InboundRate rate) {
        this.workspaceId = workspaceId;
        this.caller = caller;
        this.sink = sink;
        this.rate = rate;
    }

    String workspaceId() {
        return workspaceId;
    }

    Caller caller() {
        return caller;
    }

    String userId() {
        return caller.account().id();
    }

    /** Whether somebody is there to be notified, not a program with a key. */
    boolean isUser() {
        return !caller.credentialKind().equals("API_KEY");
    }

    /** Where its events go. */
    ResumingSink sink() {
        return sink;
    }

    Outbound outbound() {
        return sink.outbound();
    }

    boolean isStream() {
        return rate == null;
    }

    InboundRate rate() {
        return Objects.requireNonNull(rate, "rate");
    }

    /** What it subscribed to, by reference. */
    Map<String, Interest> interests() {
        return interests;
    }

    /** When it was last known that it may be here. */
    Instant checkedAt() {
        return checkedAt;
    }

    void checked(Instant now) {
        checkedAt = now;
    }

    /** When it last gave a sign of life; far in the future for one that has no way to. */
    Instant heardAt() {
        return heardAt;
    }

    void heard(Instant now) {
        heardAt = now;
    }

    /** Completes when the connection is gone. */
    CompletableFuture<Void> gone() {
        return gone;
    }

    boolean isGone() {
        return gone.isDone();
    }

    /** Waits, but not longer than until it is gone. */
    void pause(Duration time) throws InterruptedException {
        try {
            gone.get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return; // the time is over
        } catch (ExecutionException e) {
            throw new IllegalStateException("Nothing fails here", e);
        }
    }
}
