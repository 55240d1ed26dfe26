package dev.eventbus.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class GuardedGetTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final GuardedGet GET =
            GuardedGet.create(VERTX, SenderSettings.of(UrlGuard.forOperators(), 10, "test/1"));

    @AfterAll
    static void closeVertx() {
        GET.close();
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void fetchesWithPathAndHeadersAsGiven() throws Exception {
        try (RawEndpoint endpoint = RawEndpoint.status(200, "hello", "ETag: \"7\"");
                Fetched fetched = open(endpoint.url(), Map.of("X-Key", "k"))) {
            assertThat(fetched.status()).isEqualTo(200);
            assertThat(fetched.header("etag")).isEqualTo("\"7\"");
            assertThat(fetched.all(100, PATIENCE)).asString().isEqualTo("hello");
            assertThat(endpoint.received.getFirst().head())
                    .startsWith("GET /hook?key=value HTTP/1.1")
                    .containsIgnoringCase("x-key: k")
                    .containsIgnoringCase("accept-encoding: identity");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308, 404, 500})
    void followsNoRedirectAndTellsTheStatus(int status) throws Exception {
        try (RawEndpoint canary = RawEndpoint.status(200, "");
                RawEndpoint endpoint = RawEndpoint.status(status, "", "Location: " + canary.url());
                Fetched fetched = open(endpoint.url(), Map.of())) {
            assertThat(fetched.status()).isEqualTo(status);
            assertThat(canary.connections).hasValue(0);
        }
    }

    @Test
    void connectsToNoAddressThatIsForbidden() throws Exception {
        try (RawEndpoint canary = RawEndpoint.status(200, "");
                GuardedGet guarded =
                        GuardedGet.create(VERTX, SenderSettings.of(UrlGuard.publicOnly(List.of()), 10, "test/1"))) {
            assertThatThrownBy(() -> guarded.open(endpoint(canary.url(), Map.of(), PATIENCE)))
                    .isInstanceOf(ForbiddenAddressException.class);
            assertThat(canary.connections).hasValue(0);
        }
    }

    @Test
    void readsNoMoreThanItIsTold() throws Exception {
        try (RawEndpoint endpoint = RawEndpoint.status(200, "x".repeat(101));
                Fetched fetched = open(endpoint.url(), Map.of())) {
            assertThatThrownBy(() -> fetched.all(100, PATIENCE))
                    .isInstanceOf(FetchException.class)
                    .hasMessageContaining("100 bytes");
        }
    }

    @Test
    void waitsNoLongerThanItIsToldForHeadOrBody() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (RawEndpoint mute = RawEndpoint.start((socket, out) -> never.await());
                RawEndpoint slow = RawEndpoint.start((socket, out) -> {
                    out.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab".getBytes(StandardCharsets.US_ASCII));
                    never.await();
                })) {
            assertThatThrownBy(() -> GET.open(endpoint(mute.url(), Map.of(), SHORT)))
                    .isInstanceOf(FetchException.class)
                    .hasMessageContaining("no answer within");
            try (Fetched fetched = open(slow.url(), Map.of())) {
                assertThatThrownBy(() -> fetched.all(100, SHORT))
                        .isInstanceOf(FetchException.class)
                        .hasMessageContaining("did not end");
            }
            never.countDown();
        }
    }

    @Test
    void tellsEachPartAsItComesAndWhenNothingDoes() throws Exception {
        CompletableFuture<Void> more = new CompletableFuture<>();
        try (RawEndpoint endpoint = RawEndpoint.start((socket, out) -> {
                    out.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab".getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    more.join();
                    out.write("cd".getBytes(StandardCharsets.US_ASCII));
                });
                Fetched fetched = open(endpoint.url(), Map.of())) {
            assertThat(fetched.next(PATIENCE)).asString().isEqualTo("ab");
            assertThat(fetched.next(Duration.ofMillis(50))).isEmpty();
            more.complete(null);
            assertThat(fetched.next(PATIENCE)).asString().isEqualTo("cd");
            assertThat(fetched.next(PATIENCE)).isNull();
            assertThat(fetched.next(PATIENCE)).isNull();
        }
    }

    @Test
    void saysThatTheConnectionWasLostOrRefused() throws Exception {
        try (RawEndpoint endpoint = RawEndpoint.start((socket, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            socket.close();
        })) {
            assertThatThrownBy(() -> {
                        try (Fetched fetched = open(endpoint.url(), Map.of())) {
                            fetched.all(100, PATIENCE);
                        }
                    })
                    .isInstanceOf(FetchException.class)
                    .hasMessageContaining("connection closed");
        }
        assertThatThrownBy(() -> open("http://127.0.0.1:" + freePort() + "/", Map.of()))
                .isInstanceOf(FetchException.class)
                .hasMessageContaining("refused");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Fetched open(String url, Map<String, String> headers) throws InterruptedException {
        return GET.open(endpoint(url, headers, PATIENCE));
    }

    private static Endpoint endpoint(String url, Map<String, String> headers, Duration timeout) {
        return new Endpoint(WebhookUrl.parse(url), headers, timeout);
    }
}
