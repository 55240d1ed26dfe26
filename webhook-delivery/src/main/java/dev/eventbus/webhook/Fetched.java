package dev.eventbus.webhook;

import dev.eventbus.webhook.WebhookSender.Deadline;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An answer whose body is read part by part. The next part is asked for only when somebody wants it, so a server that is
 * faster than its reader has to wait. For one reader at a time; closing it ends the connection.
 */
public final class Fetched implements AutoCloseable {
    private static final byte[] NOTHING_YET = {};

    private final CompletableFuture<HttpClientRequest> connected = new CompletableFuture<>();
    private final CompletableFuture<HttpClientResponse> head = new CompletableFuture<>();

    /** Bounded by what was asked for: one part, and how it ended. */
    private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();

    private volatile @Nullable Context loop;
    private volatile boolean closed;
    private boolean isAskedFor;
    private @Nullable Part last;

    Fetched() {}

    /** What comes in, in order. */
    private sealed interface Part {
        record Bytes(byte[] bytes) implements Part {}

        record End() implements Part {}

        record Failed(String reason) implements Part {}
    }

    void start(OneLoopClient client, RequestOptions options) {
        try {
            client.use(http -> ask(http, options));
        } catch (RejectedExecutionException e) {
            fail(e);
        }
    }

    private void ask(HttpClient http, RequestOptions options) {
        loop = Vertx.currentContext();
        try {
            http.request(options).onSuccess(this::send).onFailure(this::fail);
        } catch (IllegalStateException | RejectedExecutionException e) { // the client is closed
            fail(e);
        }
    }

    /** Races with {@link #close}: each side writes first and looks at the other's field then, so one of them resets. */
    private void send(HttpClientRequest request) {
        request.exceptionHandler(this::fail);
        request.connection().exceptionHandler(known -> {}); // the request hears of it
        connected.complete(request);
        if (closed) {
            request.reset();
            return;
        }
        request.send().onSuccess(this::receive).onFailure(this::fail);
    }

    private void receive(HttpClientResponse response) {
        response.pause();
        response.exceptionHandler(this::fail);
        response.handler(chunk -> parts.add(new Part.Bytes(chunk.getBytes())));
        response.endHandler(end -> parts.add(new Part.End()));
        head.complete(response);
    }

    private void fail(Throwable failure) {
        FetchException reason =
                new FetchException(NetworkFailure.describe(failure).message());
        connected.completeExceptionally(reason);
        if (!head.completeExceptionally(reason)) {
            parts.add(new Part.Failed(String.valueOf(reason.getMessage())));
        }
    }

    /** Whether another address need not be tried: nothing was sent to this one before. */
    boolean isConnected(Deadline deadline) throws InterruptedException {
        try {
            connected.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException e) {
            return deadline.hasPassed();
        } catch (TimeoutException e) {
            return true;
        } catch (InterruptedException e) {
            close();
            throw e;
        }
    }

    Fetched awaitHead(Deadline deadline, Duration timeout) throws InterruptedException {
        try {
            head.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
            return this;
        } catch (ExecutionException e) {
            close();
            throw new FetchException(
                    String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
        } catch (TimeoutException e) {
            close();
            throw new FetchException("no answer within " + timeout.toMillis() + " ms");
        } catch (InterruptedException e) {
            close();
            throw e;
        }
    }

    public int status() {
        return head.join().statusCode();
    }

    /** The first value of a header, or null. */
    public @Nullable String header(String name) {
        return head.join().getHeader(name);
    }

    /**
     * The next part of the body; null at its end, of length 0 if nothing came in time.
     *
     * @throws FetchException if the connection was lost before the end
     */
    public byte @Nullable [] next(Duration patience) throws InterruptedException {
        if (last == null) {
            demand();
            Part part = parts.poll(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
            switch (part) {
                case null -> {
                    return NOTHING_YET;
                }
                case Part.Bytes some -> {
                    isAskedFor = false;
                    return some.bytes();
                }
                case Part.End end -> last = end;
                case Part.Failed failed -> last = failed;
            }
        }
        if (last instanceof Part.Failed failed) {
            throw new FetchException(failed.reason());
        }
        return null;
    }

    private void demand() {
        if (!isAskedFor) {
            isAskedFor = true;
            Objects.requireNonNull(loop).runOnContext(turn -> head.join().fetch(1));
        }
    }

    /**
     * The whole body.
     *
     * @throws FetchException if it has more than {@code most} bytes or has not ended in time
     */
    public byte[] all(int most, Duration patience) throws InterruptedException {
        Deadline deadline = Deadline.in(patience);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] part = next(patience); part != null; part = next(Duration.ofNanos(deadline.remainingNanos()))) {
            body.writeBytes(part);
            if (body.size() > most) {
                throw new FetchException("the answer is larger than " + most + " bytes");
            }
            if (deadline.hasPassed()) {
                throw new FetchException("the answer did not end within " + patience.toMillis() + " ms");
            }
        }
        return body.toByteArray();
    }

    @Override
    public void close() {
        closed = true;
        var unused = connected.thenAccept(HttpClientRequest::reset);
    }
}
