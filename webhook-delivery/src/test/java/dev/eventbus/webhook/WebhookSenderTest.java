package dev.eventbus.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.webhook.Outcome.Delivered;
import dev.eventbus.webhook.Outcome.Failure;
import dev.eventbus.webhook.Outcome.Rejected;
import dev.eventbus.webhook.Outcome.Unreachable;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class WebhookSenderTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Content BODY = Content.json("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
    private static final Duration SHORT = Duration.ofMillis(400);

    @AfterAll
    static void closeVertx() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void takesEveryTwoHundredAsDelivered(int status) throws Exception {
        try (RawEndpoint endpoint = RawEndpoint.status(status, "")) {
            assertThat(send(endpoint.url())).isEqualTo(new Delivered(status));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 304, 400, 401, 404, 408, 410, 413, 429, 500, 502, 503, 599})
    void keepsStatusAndBodyOfARejection(int status) throws Exception {
        String body = status == 304 ? "" : "no thanks";
        try (RawEndpoint endpoint = RawEndpoint.status(status, body, "Retry-After: 7")) {
            Outcome outcome = send(endpoint.url());

            assertThat(outcome).isInstanceOfSatisfying(Rejected.class, rejected -> {
                assertThat(rejected.status()).isEqualTo(status);
                assertThat(new String(rejected.body(), StandardCharsets.UTF_8)).isEqualTo(body);
                assertThat(rejected.retryAfter()).isEqualTo("7");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void doesNotFollowRedirects(int status) throws Exception {
        try (RawEndpoint canary = RawEndpoint.status(200, "");
                RawEndpoint endpoint = RawEndpoint.status(status, "", "Location: " + canary.url())) {
            Outcome outcome = send(endpoint.url());

            assertThat(outcome.lastStatus()).contains(status);
            assertThat(outcome).isInstanceOf(Rejected.class);
            assertThat(canary.connections).hasValue(0);
        }
    }

    @Test
    void sendsBodyPathAndHeadersAsGiven() throws Exception {
        try (RawEndpoint endpoint = RawEndpoint.status(200, "");
                WebhookSender sender = sender()) {
            Map<String, String> headers = Map.of("Authorization", "Bearer s3cret", "X-API-Key", "k");
            sender.send(new Endpoint(WebhookUrl.parse(endpoint.url()), headers, SHORT), BODY);

            RawEndpoint.Received request = endpoint.received.getFirst();
            assertThat(request.body()).isEqualTo("{\"a\":1}");
            assertThat(request.head().lines())
                    .startsWith("POST /hook?key=value HTTP/1.1")
                    .map(line -> line.toLowerCase())
                    .contains(
                            "authorization: bearer s3cret",
                            "x-api-key: k",
                            "content-type: application/json",
                            "user-agent: test/1",
                            "content-length: 7",
                            "host: 127.0.0.1:" + endpoint.port());
        }
    }

    @Test
    void usesTheConnectionAgain() throws Exception {
        try (RawEndpoint endpoint = RawEndpoint.status(200, "thanks");
                WebhookSender sender = sender()) {
            IntStream.range(0, 5).forEach(i -> sender.send(to(endpoint.url(), SHORT), BODY));

            assertThat(endpoint.received).hasSize(5);
            assertThat(endpoint.connections).hasValue(1);
        }
    }

    static Stream<Arguments> slowness() {
        RawEndpoint.Behaviour hang = (socket, out) -> new CountDownLatch(1).await();
        RawEndpoint.Behaviour hangInBody = (socket, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            new CountDownLatch(1).await();
        };
        RawEndpoint.Behaviour drip = (socket, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (!new CountDownLatch(1).await(30, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                out.write('x');
                out.flush();
            }
        };
        return Stream.of(
                Arguments.of("says nothing", hang),
                Arguments.of("stops inside the body", hangInBody),
                Arguments.of("drips its body", drip));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("slowness")
    void givesUpAtTheDeadlineOnAnEndpointThat(String name, RawEndpoint.Behaviour behaviour) throws Exception {
        try (RawEndpoint endpoint = RawEndpoint.start(behaviour);
                WebhookSender sender = sender()) {
            long start = System.nanoTime();
            Outcome outcome = sender.send(to(endpoint.url(), SHORT), BODY);

            assertThat(outcome).isEqualTo(new Unreachable(Failure.TIMEOUT, "no complete answer within 400 ms"));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, Duration.ofSeconds(5));
        }
    }

    @Test
    void aTimedOutRequestLeavesRoomForTheNext() throws Exception {
        AtomicInteger count = new AtomicInteger();
        RawEndpoint.Behaviour hangOnce = (socket, out) -> {
            if (count.getAndIncrement() == 0) {
                new CountDownLatch(1).await();
            }
            out.write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        };
        try (RawEndpoint endpoint = RawEndpoint.start(hangOnce);
                WebhookSender sender = sender(1)) {
            assertThat(sender.send(to(endpoint.url(), SHORT), BODY)).isInstanceOf(Unreachable.class);

            assertThat(sender.send(to(endpoint.url(), SHORT), BODY)).isEqualTo(new Delivered(204));
        }
    }

    @Test
    void namesAResetConnection() throws Exception {
        RawEndpoint.Behaviour reset = (socket, out) -> {
            socket.setSoLinger(true, 0);
            socket.close();
        };
        try (RawEndpoint endpoint = RawEndpoint.start(reset)) {
            assertThat(send(endpoint.url()))
                    .isInstanceOfSatisfying(
                            Unreachable.class,
                            gone -> assertThat(gone.failure()).isEqualTo(Failure.DISCONNECTED));
        }
    }

    @Test
    void namesAConnectionClosedInsideTheBody() throws Exception {
        RawEndpoint.Behaviour cut = (socket, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc".getBytes(StandardCharsets.US_ASCII));
            socket.close();
        };
        try (RawEndpoint endpoint = RawEndpoint.start(cut)) {
            assertThat(send(endpoint.url()))
                    .isInstanceOfSatisfying(
                            Unreachable.class,
                            gone -> assertThat(gone.failure()).isEqualTo(Failure.DISCONNECTED));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH_9.2\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n"})
    void namesAnAnswerThatIsNotHttp(String answer) throws Exception {
        try (RawEndpoint endpoint = RawEndpoint.answering(answer)) {
            assertThat(send(endpoint.url()))
                    .isInstanceOfSatisfying(
                            Unreachable.class,
                            gone -> assertThat(gone.failure()).isEqualTo(Failure.PROTOCOL));
        }
    }

    @Test
    void refusesAHeadWithoutEnd() throws Exception {
        RawEndpoint.Behaviour endless = (socket, out) -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write("X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        };
        try (RawEndpoint endpoint = RawEndpoint.start(endless)) {
            assertThat(send(endpoint.url())).isInstanceOf(Unreachable.class);
        }
    }

    @Test
    void namesARefusedConnection() throws Exception {
        int unused;
        try (ServerSocket socket = new ServerSocket(0)) {
            unused = socket.getLocalPort();
        }

        assertThat(send("http://127.0.0.1:" + unused + "/"))
                .isEqualTo(new Unreachable(Failure.CONNECT, "connection refused"));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 500})
    void readsNoMoreOfAHugeBodyThanItKeeps(int status) throws Exception {
        CompletableFuture<Long> written = new CompletableFuture<>();
        RawEndpoint.Behaviour flood = (socket, out) -> {
            long sent = 0;
            try {
                out.write(("HTTP/1.1 " + status + " OK\r\nContent-Length: 1073741824\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                for (byte[] block = new byte[65_536]; sent < 1 << 30; sent += block.length) {
                    out.write(block);
                }
            } catch (IOException cut) {
                written.complete(sent);
            }
        };
        try (RawEndpoint endpoint = RawEndpoint.start(flood)) {
            Outcome outcome = send(endpoint.url(), Duration.ofSeconds(10));

            assertThat(outcome.lastStatus()).contains(status);
            if (outcome instanceof Rejected rejected) {
                assertThat(rejected.body()).hasSize(WebhookSender.MAX_KEPT_BYTES);
            }
            assertThat(written.get()).isLessThan(64L << 20);
        }
    }

    @Test
    void connectsToTheCheckedAddressAndKeepsTheNameInHost() throws Exception {
        try (RawEndpoint endpoint = RawEndpoint.status(200, "");
                WebhookSender sender =
                        sender(UrlGuard.forOperators(), host -> new InetAddress[] {InetAddress.getLoopbackAddress()})) {
            Outcome outcome = sender.send(to("http://nowhere.invalid:" + endpoint.port() + "/", SHORT), BODY);

            assertThat(outcome).isEqualTo(new Delivered(200));
            assertThat(endpoint.received.getFirst().head().toLowerCase())
                    .contains("host: nowhere.invalid:" + endpoint.port());
        }
    }

    @Test
    void triesTheNextAddressWhenTheFirstRefusesTheConnection() throws Exception {
        InetAddress[] addresses = {InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.1")};
        try (RawEndpoint endpoint = RawEndpoint.status(200, "");
                WebhookSender sender = sender(UrlGuard.forOperators(), host -> addresses)) {
            Outcome outcome = sender.send(to("http://two.invalid:" + endpoint.port() + "/", SHORT), BODY);

            assertThat(outcome).isEqualTo(new Delivered(200));
        }
    }

    @Test
    void makesNoConnectionToAnAddressTheGuardForbids() throws Exception {
        try (RawEndpoint canary = RawEndpoint.status(200, "");
                WebhookSender sender = sender(
                        UrlGuard.publicOnly(List.of()), host -> new InetAddress[] {InetAddress.getLoopbackAddress()})) {
            Outcome outcome = sender.send(to("http://rebind.invalid:" + canary.port() + "/", SHORT), BODY);

            assertThat(outcome)
                    .isEqualTo(new Unreachable(
                            Failure.POLICY, "host rebind.invalid leads to an address that is not public"));
            assertThat(canary.connections).hasValue(0);
        }
    }

    @Test
    void namesAHostWithoutAddress() {
        try (WebhookSender sender = sender(UrlGuard.forOperators(), host -> {
            throw new java.net.UnknownHostException(host);
        })) {
            assertThat(sender.send(to("http://nowhere.invalid/", SHORT), BODY))
                    .isEqualTo(new Unreachable(Failure.RESOLVE, "host nowhere.invalid has no address"));
        }
    }

    @Test
    void doesNotWaitForASlowLookupBeyondTheDeadline() {
        try (WebhookSender sender = sender(UrlGuard.forOperators(), host -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new InetAddress[0];
        })) {
            assertThat(sender.send(to("http://slow.invalid/", SHORT), BODY))
                    .isInstanceOfSatisfying(
                            Unreachable.class,
                            gone -> assertThat(gone.failure()).isEqualTo(Failure.RESOLVE));
        }
    }

    /** The JDK's look-up blocks in native code, and would take one of the few carriers of all virtual threads. */
    @Test
    void looksUpOnNoVirtualThreadAndOnlyOnceForAllWhoWait() throws Exception {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        CountDownLatch answered = new CountDownLatch(1);
        HostLookup.Resolver slow = host -> {
            threads.add(Thread.currentThread());
            try {
                answered.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        };
        try (RawEndpoint endpoint = RawEndpoint.status(200, "");
                WebhookSender sender = sender(UrlGuard.forOperators(), slow)) {
            String url = "http://slow.invalid:" + endpoint.port() + "/";
            for (int i = 0; i < 3; i++) {
                assertThat(sender.send(to(url, SHORT), BODY)).isInstanceOf(Unreachable.class);
            }
            CompletableFuture<Outcome> last = CompletableFuture.supplyAsync(
                    () -> sender.send(to(url, Duration.ofSeconds(10)), BODY), Thread::startVirtualThread);
            answered.countDown();

            assertThat(last.join()).isEqualTo(new Delivered(200));
            assertThat(sender.send(to(url, Duration.ofSeconds(10)), BODY)).isEqualTo(new Delivered(200));
        }
        assertThat(threads).hasSizeBetween(2, 3).noneMatch(Thread::isVirtual);
    }

    @Test
    void refusesMoreCallersThanConnectionsAndPlacesToWait() throws Exception {
        try (RawEndpoint endpoint = RawEndpoint.start((socket, out) -> new CountDownLatch(1).await());
                WebhookSender sender = sender(1)) {
            List<CompletableFuture<Outcome>> outcomes = IntStream.range(0, 5)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> sender.send(to(endpoint.url(), Duration.ofSeconds(1)), BODY),
                            task -> Thread.ofVirtual().start(task)))
                    .toList();

            assertThat(outcomes.stream().map(CompletableFuture::join))
                    .filteredOn(outcome -> outcome instanceof Unreachable gone && gone.failure() == Failure.BUSY)
                    .hasSizeBetween(2, 3);
        }
    }

    @Test
    void writesBracketsAroundAnIpv6Host() throws Exception {
        try (RawEndpoint endpoint = RawEndpoint.status(200, "");
                WebhookSender sender = sender()) {
            Outcome outcome =
                    sender.send(to("http://[::ffff:127.0.0.1]:" + endpoint.port() + "/", Duration.ofSeconds(2)), BODY);

            assertThat(outcome).isEqualTo(new Delivered(200));
            assertThat(endpoint.received.getFirst().head().toLowerCase())
                    .contains("host: [::ffff:127.0.0.1]:" + endpoint.port());
        }
    }

    private static Outcome send(String url) {
        return send(url, Duration.ofSeconds(3));
    }

    private static Outcome send(String url, Duration timeout) {
        try (WebhookSender sender = sender()) {
            return sender.send(to(url, timeout), BODY);
        }
    }

    private static Endpoint to(String url, Duration timeout) {
        return new Endpoint(WebhookUrl.parse(url), Map.of(), timeout);
    }

    private static WebhookSender sender() {
        return sender(10);
    }

    private static WebhookSender sender(int connections) {
        return WebhookSender.create(VERTX, SenderSettings.of(UrlGuard.forOperators(), connections, "test/1"));
    }

    private static WebhookSender sender(UrlGuard guard, HostLookup.Resolver resolver) {
        return WebhookSender.create(VERTX, SenderSettings.of(guard, 10, "test/1"), new HostLookup(resolver));
    }
}
