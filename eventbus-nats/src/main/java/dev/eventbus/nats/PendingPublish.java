package dev.eventbus.nats;

import dev.eventbus.EventBusException;
import dev.eventbus.nats.PublishFailedException.Reason;
import dev.eventbus.nats.Publisher.Stored;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusException;
import io.nats.client.Message;
import io.nats.client.api.PublishAck;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way into a stream.
 *
 * <pre>
 *            ┌──── not connected, no stream yet, busy: pause ────┐
 *  start ─▶ try ─▶ acknowledged ─▶ done                          │
 *            ▲└──▶ no answer: unknown from here on ──────────────┤
 *            │└──▶ refused ─▶ failed                             │
 *            └────────────── before the deadline ────────────────┘── after it ─▶ failed
 * </pre>
 *
 * The fields are touched by one try at a time; tries follow each other through the client's or the timer's hand-over.
 */
final class PendingPublish {
    private static final Duration TRY_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration NO_STREAM_GRACE = Duration.ofSeconds(2);
    private static final String NO_STREAM =
            "no stream takes the subject. Create the stream, or look why JetStream is not available";
    private static final int NO_RESPONDERS = 503;

    /** All who wait for one stream need not ask for it at the same time. */
    private static final Semaphore ASKING = new Semaphore(4);

    private static final int STREAM_STORE_FAILED = 10_077;
    private static final int DUPLICATE_IN_PROCESS = 10_158;
    private static final Executor LATER = CompletableFuture.delayedExecutor(
            PAUSE.toMillis(),
            TimeUnit.MILLISECONDS,
            command -> Thread.ofVirtual().name("nats-publish").start(command));

    private final NatsConnection connection;
    private final Message message;
    private final long deadline;
    private final Runnable whenOver;
    private final CompletableFuture<Stored> result = new CompletableFuture<>();
    private boolean unanswered;
    private long noStreamSince;

    /**
     * @param deadline of {@link System#nanoTime()}; tried once even if it is over
     * @param whenOver called once, before the result is there
     */
    PendingPublish(NatsConnection connection, Message message, long deadline, Runnable whenOver) {
        this.connection = connection;
        this.message = message;
        this.deadline = deadline;
        this.whenOver = whenOver;
    }

    CompletableFuture<Stored> start() {
        attempt();
        return result;
    }

    private void attempt() {
        Connection current = connection.current();
        if (current == null) {
            tryLater(Reason.NOT_CONNECTED, "not connected to NATS", null);
            return;
        }
        CompletableFuture<Message> answer;
        try {
            answer = current.requestWithTimeout(message, tryTimeout());
        } catch (IllegalStateException e) {
            tryLater(Reason.NOT_CONNECTED, "could not be sent: " + e.getMessage(), e);
            return;
        } catch (RuntimeException e) { // whatever it is: without a result the place in the window would be lost
            fail(Reason.REJECTED, "the client refused the message: " + e.getMessage(), e);
            return;
        }
        var unused = answer.whenComplete((ack, failure) -> {
            if (failure == null) {
                read(ack);
            } else {
                unanswered(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
            }
        });
    }

    private Duration tryTimeout() {
        long left = Math.max(PAUSE.toNanos(), deadline - System.nanoTime());
        return Duration.ofNanos(Math.min(TRY_TIMEOUT.toNanos(), left));
    }

    private void read(Message answer) {
        try {
            PublishAck ack = new PublishAck(answer);
            Stored stored = new Stored(ack.getStream(), ack.getSeqno(), ack.isDuplicate());
            whenOver.run();
            result.complete(stored);
        } catch (JetStreamApiException e) {
            refused(e);
        } catch (IOException | RuntimeException e) {
            fail(Reason.REJECTED, "something other than a stream answered", e);
        }
    }

    private void refused(JetStreamApiException refusal) {
        String detail =
                "the stream refused it: " + refusal.getErrorDescription() + " (" + refusal.getApiErrorCode() + ")";
        boolean passing = refusal.getErrorCode() == 429 || refusal.getErrorCode() >= 500;
        if (refusal.getApiErrorCode() == DUPLICATE_IN_PROCESS) {
            // Another try of the same id, ours or somebody else's, is being replicated: its outcome will be ours.
            unanswered = true;
            tryLater(Reason.UNKNOWN, detail, refusal);
        } else if (passing && refusal.getApiErrorCode() != STREAM_STORE_FAILED) {
            tryLater(Reason.REJECTED, detail, refusal);
        } else {
            fail(Reason.REJECTED, detail, refusal);
        }
    }

    private void unanswered(Throwable failure) {
        if (failure instanceof JetStreamStatusException status
                && status.getStatus().getCode() == NO_RESPONDERS) {
            noStream();
        } else {
            unanswered = true;
            tryLater(Reason.UNKNOWN, "no acknowledgement came in time", failure);
        }
    }

    /**
     * After a restart the server is back a moment before its streams are, and a stream whose leader died has nobody to
     * answer until there is another. So this alone says nothing: the server is asked.
     */
    private void noStream() {
        long now = System.nanoTime();
        if (noStreamSince == 0) {
            noStreamSince = now;
        }
        connection.streamMissed();
        if (now - noStreamSince < NO_STREAM_GRACE.toNanos() || !ASKING.tryAcquire()) {
            tryLater(Reason.NO_STREAM, NO_STREAM, null);
            return;
        }
        noStreamSince = now;
        Thread.ofVirtual().name("nats-publish").start(this::askForStream);
    }

    private void askForStream() {
        boolean none;
        try {
            none = Streams.holding(connection, message.getSubject()).isEmpty();
        } catch (EventBusException e) { // no leader among the servers either, or no JetStream
            none = false;
        } finally {
            ASKING.release();
        }
        if (none) {
            fail(Reason.NO_STREAM, NO_STREAM, null);
        } else {
            tryLater(Reason.NO_STREAM, "the stream had nobody to answer for it", null);
        }
    }

    private void tryLater(Reason reason, String detail, @Nullable Throwable cause) {
        if (System.nanoTime() + PAUSE.toNanos() >= deadline) {
            fail(reason, detail, cause);
        } else {
            LATER.execute(this::attempt);
        }
    }

    private void fail(Reason reason, String detail, @Nullable Throwable cause) {
        Reason said = unanswered ? Reason.UNKNOWN : reason;
        whenOver.run();
        result.completeExceptionally(new PublishFailedException(
                said,
                "Could not publish: " + detail + (unanswered ? "; it may have been stored" : "; it was not stored")
                        + " (subject=" + message.getSubject() + ", messageId="
                        + message.getHeaders().getFirst("Nats-Msg-Id") + ", reason=" + said + ")",
                cause));
    }
}
