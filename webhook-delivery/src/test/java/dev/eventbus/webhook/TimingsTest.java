package dev.eventbus.webhook;

import static dev.eventbus.webhook.Timings.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.webhook.Outcome.Delivered;
import dev.eventbus.webhook.Outcome.Failure;
import dev.eventbus.webhook.Outcome.Unreachable;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class TimingsTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Content BODY = Content.json("{}".getBytes(StandardCharsets.UTF_8));
    private static final long SLOW_MILLIS = 60;
    private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(SLOW_MILLIS);

    @TempDir
    Path folder;

    @AfterAll
    static void closeVertx() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aNewConnectionHasAConnectPhaseAndAReusedOneHasNot() throws Exception {
        try (RawEndpoint endpoint = RawEndpoint.status(200, "");
                WebhookSender sender = sender(null)) {
            Timings first = attempt(sender, endpoint.url()).timings();
            Timings second = attempt(sender, endpoint.url()).timings();

            assertThat(first.connect()).isPositive();
            assertThat(first.queued()).isEqualTo(ABSENT);
            assertThat(second.connect()).isEqualTo(ABSENT);
            assertThat(second.queued()).isPositive();
            assertThat(first.dns()).as("the URL holds an address").isEqualTo(ABSENT);
            assertThat(first.tls()).isEqualTo(ABSENT);
            assertThat(first.connect() + first.firstByte()).isBetween(1L, first.total());
        }
    }

    @Test
    void eachSlownessIsFoundInItsPhase() throws Exception {
        RawEndpoint.Behaviour slow = (socket, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            pause();
            out.write('x');
        };
        try (RawEndpoint endpoint = RawEndpoint.start((socket, out) -> {
                    pause();
                    slow.answer(socket, out);
                });
                WebhookSender sender = sender(null)) {
            Timings timings = attempt(sender, endpoint.url().replace("127.0.0.1", "slow.example"))
                    .timings();

            assertThat(timings.dns()).isGreaterThanOrEqualTo(SLOW);
            assertThat(timings.firstByte()).isGreaterThanOrEqualTo(SLOW);
            assertThat(timings.total() - timings.dns() - timings.connect() - timings.firstByte())
                    .as("the body")
                    .isGreaterThanOrEqualTo(SLOW / 2);
        }
    }

    @Test
    void theHandshakeIsToldFromTheConnection() throws Exception {
        try (TlsEndpoint endpoint = TlsEndpoint.start(folder, SLOW_MILLIS);
                WebhookSender sender = sender(endpoint.trust())) {
            Attempt first = attempt(sender, endpoint.url());
            Attempt second = attempt(sender, endpoint.url());

            assertThat(first.outcome()).isEqualTo(new Delivered(200));
            assertThat(first.timings().tls()).isGreaterThanOrEqualTo(SLOW / 2);
            assertThat(first.timings().connect()).isNotNegative();
            assertThat(second.outcome()).isEqualTo(new Delivered(200));
            assertThat(second.timings().tls()).isEqualTo(ABSENT);
            assertThat(second.timings().connect()).isEqualTo(ABSENT);
        }
    }

    @Test
    void refusesACertificateThatNobodyTrustsOrThatHasAnotherName() throws Exception {
        try (TlsEndpoint endpoint = TlsEndpoint.start(folder, 0);
                WebhookSender trusting = sender(endpoint.trust());
                WebhookSender sender = sender(null)) {
            Outcome untrusted = attempt(sender, endpoint.url()).outcome();
            Outcome misnamed = attempt(trusting, endpoint.url().replace("tls.example", "other.example"))
                    .outcome();

            Unreachable tls = new Unreachable(Failure.TLS, "TLS handshake failed or certificate does not fit");
            assertThat(untrusted).isEqualTo(tls);
            assertThat(misnamed).isEqualTo(tls);
        }
    }

    @Test
    void aPhaseThatDidNotEndIsAbsent() throws Exception {
        try (RawEndpoint hanging = RawEndpoint.start((socket, out) -> new CountDownLatch(1).await());
                WebhookSender sender = sender(null)) {
            Endpoint to = new Endpoint(WebhookUrl.parse(hanging.url()), Map.of(), Duration.ofMillis(200));
            Attempt attempt = sender.attempt(to, BODY);

            assertThat(attempt.outcome()).isInstanceOf(Unreachable.class);
            assertThat(attempt.timings().firstByte()).isEqualTo(ABSENT);
            assertThat(attempt.timings().total()).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(200));
        }
    }

    private static void pause() throws InterruptedException {
        new CountDownLatch(1).await(SLOW_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static Attempt attempt(WebhookSender sender, String url) {
        return sender.attempt(new Endpoint(WebhookUrl.parse(url), Map.of(), Duration.ofSeconds(10)), BODY);
    }

    private static WebhookSender sender(@Nullable TrustOptions trust) {
        SenderSettings settings = SenderSettings.of(UrlGuard.forOperators(), 4, "test/1");
        HostLookup lookup = new HostLookup(host -> {
            try {
                pause();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        });
        return WebhookSender.create(
                VERTX, settings, lookup, WebhookSender.options(settings).setTrustOptions(trust));
    }
}
