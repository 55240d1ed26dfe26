package dev.eventbus.webhook;

import dev.eventbus.webhook.Outcome.Delivered;
import dev.eventbus.webhook.Outcome.Failure;
import dev.eventbus.webhook.Outcome.Rejected;
import dev.eventbus.webhook.Outcome.Unreachable;
import dev.eventbus.webhook.WebhookSender.Deadline;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.impl.ContextInternal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One request and its answer; its callbacks run on one Vert.x event loop. */
final class Exchange {
    /** A connection that was closed already says so within a round trip; later, the server had the request. */
    private static final long LONGEST_ROUND_TRIP = Duration.ofSeconds(1).toNanos();

    private static final Outcome CLOSED = new Unreachable(Failure.BUSY, "the HTTP client is closed");

    private final Duration timeout;
    private final Deadline deadline;
    private final Phases phases;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final Buffer kept = Buffer.buffer();

    /** Written by the event loop, read by the caller who gives up. */
    private volatile @Nullable HttpClientRequest request;

    private volatile boolean stale;

    /** @param timeout what the deadline was made of */
    Exchange(Duration timeout, Deadline deadline, Phases phases) {
        this.timeout = timeout;
        this.deadline = deadline;
        this.phases = phases;
    }

    Exchange start(OneLoopClient client, RequestOptions options, byte[] body) {
        phases.askedForConnection();
        try {
            client.use(http -> ask(http, options, body));
        } catch (RejectedExecutionException e) {
            outcome.complete(CLOSED);
        }
        return this;
    }

    private void ask(HttpClient http, RequestOptions options, byte[] body) {
        if (outcome.isDone()) {
            return;
        }
        try {
            endAtDeadline(((ContextInternal) Vertx.currentContext()).nettyEventLoop());
            http.request(options).onSuccess(made -> send(made, body)).onFailure(this::failUnsent);
        } catch (IllegalStateException | RejectedExecutionException e) {
            outcome.complete(CLOSED);
        }
    }

    /** A timer of this loop costs next to nothing; a caller who waits with a time limit wakes up a thread for it. */
    private void endAtDeadline(EventLoop loop) {
        Future<?> timer = loop.schedule(
                () -> giveUp(
                        new Unreachable(Failure.TIMEOUT, "no complete answer within " + timeout.toMillis() + " ms")),
                deadline.remainingNanos(),
                TimeUnit.NANOSECONDS);
        var unused = outcome.whenComplete((known, failure) -> timer.cancel(false));
    }

    Outcome await() throws InterruptedException {
        try {
            return outcome.get();
        } catch (InterruptedException e) {
            giveUp(new Unreachable(Failure.BUSY, "interrupted"));
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("an exchange never completes exceptionally", e);
        }
    }

    /** Races with {@link #send}: each side writes first and looks at the other's field then, so one of them resets. */
    private void giveUp(Outcome verdict) {
        outcome.complete(verdict);
        HttpClientRequest made = request;
        if (made != null) {
            made.reset();
        }
    }

    private void send(HttpClientRequest made, byte[] body) {
        made.exceptionHandler(this::failUnanswered);
        request = made;
        if (outcome.isDone()) {
            made.reset();
            return;
        }
        phases.gotConnection(made.connection());
        if (!phases.isReusedConnection()) {
            // the request hears of it and tells the caller; without this Vert.x logs each reset as an error
            made.connection().exceptionHandler(known -> {});
        }
        made.send(Buffer.buffer(body)).onSuccess(this::receive).onFailure(this::failUnanswered);
    }

    private void receive(HttpClientResponse response) {
        phases.gotHead();
        response.exceptionHandler(this::fail);
        response.handler(chunk -> keep(response, chunk));
        // a turn later, when the connection is back in the pool and the caller's next request finds it there
        Context loop = Vertx.currentContext();
        response.endHandler(end -> loop.runOnContext(turn -> outcome.complete(outcomeOf(response))));
    }

    /** The rest of a long body is not worth reading: the status is known, the connection goes. */
    private void keep(HttpClientResponse response, Buffer chunk) {
        int room = WebhookSender.MAX_KEPT_BYTES - kept.length();
        kept.appendBuffer(chunk, 0, Math.min(room, chunk.length()));
        if (chunk.length() > room && outcome.complete(outcomeOf(response))) {
            response.request().reset();
        }
    }

    private Outcome outcomeOf(HttpClientResponse response) {
        int status = response.statusCode();
        if (status >= 200 && status <= 299) {
            return new Delivered(status);
        }
        return new Rejected(status, kept.getBytes(), response.getHeader("Retry-After"));
    }

    /** Whether the server had closed a connection of the pool, most likely before the request came. */
    boolean metAStaleConnection() {
        return stale && outcome.getNow(CLOSED) instanceof Unreachable gone && gone.failure() == Failure.DISCONNECTED;
    }

    private void failUnsent(Throwable failure) {
        stale = failure instanceof HttpClosedException;
        fail(failure);
    }

    private void failUnanswered(Throwable failure) {
        stale = phases.isReusedConnection() && !phases.hasAnswerBegun() && phases.waitedNanos() < LONGEST_ROUND_TRIP;
        fail(failure);
    }

    private void fail(Throwable failure) {
        outcome.complete(NetworkFailure.describe(failure));
    }
}
