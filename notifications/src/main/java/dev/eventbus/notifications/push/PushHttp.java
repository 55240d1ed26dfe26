package dev.eventbus.notifications.push;

import dev.eventbus.webhook.RetryAfter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Requests to the push services an operator set up: bounded in time and in what is read. */
final class PushHttp {
    private static final int MOST_BYTES = 64 * 1024;
    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

    private final HttpClient client;
    private final InstantSource clock;

    PushHttp(HttpClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /**
     * An answer, whatever its status.
     *
     * @param retryAfter zero where the service did not say
     */
    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    record Response(int status, byte[] body, Duration retryAfter) {}

    /** Blocks; throws if there is no whole answer within the time that a message has. */
    Response send(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, head -> new FirstBytes());
        try {
            HttpResponse<byte[]> response = answer.get(PushLanes.LONGEST_SEND.toMillis(), TimeUnit.MILLISECONDS);
            String retryAfter = response.headers().firstValue("Retry-After").orElse(null);
            return new Response(
                    response.statusCode(),
                    response.body(),
                    RetryAfter.delay(retryAfter, clock.instant(), LONGEST_PAUSE));
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + PushLanes.LONGEST_SEND.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            answer.cancel(true);
        }
    }

    /** Keeps the beginning of a body; one that has more is cut off there. */
    private static final class FirstBytes implements BodySubscriber<byte[]> {
        private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Flow.@Nullable Subscription subscription;

        @Override
        public CompletionStage<byte[]> getBody() {
            return whole;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            subscription.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> parts) {
            for (ByteBuffer part : parts) {
                byte[] some = new byte[Math.min(part.remaining(), MOST_BYTES - bytes.size())];
                part.get(some);
                bytes.writeBytes(some);
            }
            Flow.Subscription source = Objects.requireNonNull(subscription);
            if (bytes.size() < MOST_BYTES) {
                source.request(1);
            } else {
                source.cancel();
                onComplete();
            }
        }

        @Override
        public void onError(Throwable failure) {
            whole.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            whole.complete(bytes.toByteArray());
        }
    }
}
