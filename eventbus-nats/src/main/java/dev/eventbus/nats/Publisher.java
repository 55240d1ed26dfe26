package dev.eventbus.nats;

import dev.eventbus.nats.PublishFailedException.Reason;
import io.nats.client.Message;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Publishes to streams: completes when the stream acknowledged, and tries the same message id again until a deadline
 * while the outcome is unknown. The number of unacknowledged messages is bounded; {@link #publish} blocks while it is
 * reached, and the deadline runs meanwhile. Completes on the client's receiving thread: dependents must not block.
 */
final class Publisher {
    private final NatsConnection connection;
    private final int windowSize;
    private final Semaphore window;
    private final Duration deadline;

    Publisher(NatsConnection connection, int windowSize, Duration deadline) {
        this.connection = connection;
        this.windowSize = windowSize;
        this.window = new Semaphore(windowSize);
        this.deadline = deadline;
    }

    /** @param message must have a {@code Nats-Msg-Id} header; fails with a {@link PublishFailedException} */
    CompletableFuture<Stored> publish(Message message) {
        long until = System.nanoTime() + deadline.toNanos();
        if (!enter()) {
            return CompletableFuture.failedFuture(new PublishFailedException(
                    Reason.WINDOW_FULL,
                    "Could not publish to " + message.getSubject() + ": " + windowSize
                            + " publishes have been waiting for their acknowledgement for " + deadline
                            + ". Publish less at a time or widen publishWindow.",
                    null));
        }
        return new PendingPublish(connection, message, until, window::release).start();
    }

    private boolean enter() {
        try {
            return window.tryAcquire() || window.tryAcquire(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * What the stream acknowledged.
     *
     * @param sequence where it keeps the message
     * @param duplicate whether it had the message id already
     */
    record Stored(String stream, long sequence, boolean duplicate) {}
}
