package dev.eventbus.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.webhook.Outcome.Delivered;
import dev.eventbus.webhook.Outcome.Unreachable;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConnectionPoolTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final byte[] OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final AtomicBoolean hangs = new AtomicBoolean(true);
    private final CountDownLatch reached = new CountDownLatch(1);
    private final RawEndpoint.Behaviour behaviour = (socket, out) -> {
        reached.countDown();
        if (hangs.get()) {
            new CountDownLatch(1).await();
        }
        out.write(OK);
    };

    @AfterAll
    static void closeVertx() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void isWholeAgainAfterAStormOfTimeouts() throws Exception {
        try (RawEndpoint endpoint = RawEndpoint.start(behaviour);
                WebhookSender sender = sender(3)) {
            for (int round = 0; round < 5; round++) {
                assertThat(all(sendMany(sender, endpoint, 12, Duration.ofMillis(150))))
                        .allMatch(Unreachable.class::isInstance);
            }
            hangs.set(false);
            // the event loop closes what was given up a moment after its caller went on
            List<Outcome> first = List.of();
            for (int i = 0; i < 1_000 && !first.contains(new Delivered(200)); i++) {
                first = all(sendMany(sender, endpoint, 1, Duration.ofSeconds(1)));
            }

            assertThat(all(sendMany(sender, endpoint, 3, Duration.ofSeconds(3))))
                    .allMatch(new Delivered(200)::equals);
        }
    }

    @Test
    void whoGaveUpWaitingForAConnectionSendsNothingLater() throws Exception {
        try (RawEndpoint endpoint = RawEndpoint.start(behaviour);
                WebhookSender sender = sender(1)) {
            List<CompletableFuture<Outcome>> first = sendMany(sender, endpoint, 1, Duration.ofSeconds(2));
            assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
            all(sendMany(sender, endpoint, 2, Duration.ofMillis(100)));
            all(first);
            hangs.set(false);

            assertThat(all(sendMany(sender, endpoint, 1, Duration.ofSeconds(3))))
                    .containsExactly(new Delivered(200));
            assertThat(endpoint.received).hasSize(2);
        }
    }

    @Test
    void oneHangingAddressDoesNotUseUpTheConnectionsOfAnother() throws Exception {
        try (RawEndpoint hanging = RawEndpoint.start(behaviour);
                RawEndpoint healthy = RawEndpoint.status(200, "");
                WebhookSender sender = sender(1)) {
            List<CompletableFuture<Outcome>> stuck = sendMany(sender, hanging, 2, Duration.ofSeconds(2));
            assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();

            assertThat(all(sendMany(sender, healthy, 1, Duration.ofSeconds(1)))).containsExactly(new Delivered(200));
            assertThat(stuck).noneMatch(CompletableFuture::isDone);
        }
    }

    @Test
    void aClosedSenderAnswersWithAnOutcomeToo() throws Exception {
        try (RawEndpoint endpoint = RawEndpoint.status(200, "")) {
            WebhookSender sender = sender(1);
            sender.close();

            assertThat(all(sendMany(sender, endpoint, 1, Duration.ofSeconds(1))))
                    .allMatch(Unreachable.class::isInstance);
        }
    }

    private static List<CompletableFuture<Outcome>> sendMany(
            WebhookSender sender, RawEndpoint endpoint, int count, Duration timeout) {
        Endpoint to = new Endpoint(WebhookUrl.parse(endpoint.url()), Map.of(), timeout);
        return IntStream.range(0, count)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> sender.send(to, Content.json(new byte[] {'1'})), Thread::startVirtualThread))
                .toList();
    }

    private static List<Outcome> all(List<CompletableFuture<Outcome>> outcomes) {
        return outcomes.stream().map(CompletableFuture::join).toList();
    }

    private static WebhookSender sender(int connections) {
        return WebhookSender.create(VERTX, SenderSettings.of(UrlGuard.forOperators(), connections, "test/1"));
    }
}
