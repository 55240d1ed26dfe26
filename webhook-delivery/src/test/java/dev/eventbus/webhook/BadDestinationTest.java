package dev.eventbus.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.webhook.Outcome.Delivered;
import dev.eventbus.webhook.Outcome.Failure;
import dev.eventbus.webhook.Outcome.Rejected;
import dev.eventbus.webhook.Outcome.Unreachable;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints that do worse than refuse; the plain cases are in {@link WebhookSenderTest}. */
@Timeout(30)
class BadDestinationTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Content BODY = Content.json("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final byte[] OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Unreachable LATE = new Unreachable(Failure.TIMEOUT, "no complete answer within 400 ms");

    @AfterAll
    static void closeVertx() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void givesUpOnAServerThatTakesTheConnectionAndNeverReads() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Content big = Content.json(new byte[16 << 20]);
            Outcome outcome = send("http://127.0.0.1:" + deaf.getLocalPort() + "/", SHORT, big);

            assertThat(outcome).isEqualTo(LATE);
        }
    }

    @Test
    void givesUpOnAHeadThatDrips() throws Exception {
        RawEndpoint.Behaviour drip = (socket, out) -> {
            out.write("HTTP/1.1 200 OK\r\nX-Drip: ".getBytes(StandardCharsets.US_ASCII));
            while (!new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS)) {
                out.write('x');
                out.flush();
            }
        };
        try (RawEndpoint endpoint = RawEndpoint.start(drip)) {
            assertThat(send(endpoint.url(), SHORT, BODY)).isEqualTo(LATE);
        }
    }

    @Test
    void givesUpOnAServerThatNeverAnswersTheTlsHandshake() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Outcome outcome = send("https://127.0.0.1:" + mute.getLocalPort() + "/", SHORT, BODY);

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Unreachable.class,
                            gone -> assertThat(gone.failure()).isIn(Failure.CONNECT, Failure.TIMEOUT));
        }
    }

    @Test
    void namesAServerThatSpeaksNoTls() throws Exception {
        try (RawEndpoint plain = RawEndpoint.answering("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")) {
            Outcome outcome = send("https://127.0.0.1:" + plain.port() + "/", Duration.ofSeconds(1), BODY);

            assertThat(outcome).isInstanceOf(Unreachable.class);
            assertThat(plain.received).isEmpty();
        }
    }

    @Test
    void everyResetIsSeenAtOnceWhereverItHappens() throws Exception {
        for (String before :
                List.of("", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")) {
            RawEndpoint.Behaviour reset = (socket, out) -> {
                out.write(before.getBytes(StandardCharsets.US_ASCII));
                out.flush();
                socket.setSoLinger(true, 0);
                socket.close();
            };
            try (RawEndpoint endpoint = RawEndpoint.start(reset);
                    WebhookSender sender = sender(10)) {
                List<Outcome> outcomes = IntStream.range(0, 100)
                        .mapToObj(i -> sender.send(to(endpoint.url(), LONG), BODY))
                        .toList();

                assertThat(outcomes)
                        .allMatch(outcome ->
                                outcome instanceof Unreachable gone && gone.failure() == Failure.DISCONNECTED);
            }
        }
    }

    @Test
    void doesNotUnpackAnAnswer() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bomb)) {
            for (int i = 0; i < 10; i++) {
                gzip.write(new byte[1 << 20]);
            }
        }
        RawEndpoint.Behaviour answer = (socket, out) -> {
            out.write(("HTTP/1.1 500 No\r\nContent-Encoding: gzip\r\nContent-Length: " + bomb.size() + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            bomb.writeTo(out);
        };
        try (RawEndpoint endpoint = RawEndpoint.start(answer)) {
            Outcome outcome = send(endpoint.url(), LONG, BODY);

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            rejected -> assertThat(rejected.body())
                                    .hasSize(bomb.size())
                                    .startsWith(0x1f, 0x8b));
            assertThat(endpoint.received.getFirst().head().toLowerCase()).contains("accept-encoding: identity");
        }
    }

    @Test
    void aServerThatClosesEachConnectionAfterItsAnswerCostsNoAttempt() throws Exception {
        RawEndpoint.Behaviour closing = (socket, out) -> {
            out.write(OK);
            out.flush();
            socket.close();
        };
        try (RawEndpoint endpoint = RawEndpoint.start(closing);
                WebhookSender sender = sender(10)) {
            List<Outcome> outcomes = IntStream.range(0, 200)
                    .mapToObj(i -> sender.send(to(endpoint.url(), LONG), BODY))
                    .toList();

            assertThat(outcomes).allMatch(new Delivered(200)::equals);
            assertThat(endpoint.received).as("each request was seen once").hasSize(200);
        }
    }

    @Test
    void sendsAgainOnANewConnectionWhatAReusedOneSwallowed() throws Exception {
        Set<Socket> used = ConcurrentHashMap.newKeySet();
        RawEndpoint.Behaviour onceEach = (socket, out) -> {
            if (used.add(socket)) {
                out.write(OK);
            } else {
                socket.close();
            }
        };
        try (RawEndpoint endpoint = RawEndpoint.start(onceEach);
                WebhookSender sender = sender(1)) {
            sender.send(to(endpoint.url(), LONG), BODY);
            Attempt second = sender.attempt(to(endpoint.url(), LONG), BODY);

            assertThat(second.outcome()).isEqualTo(new Delivered(200));
            assertThat(second.timings().connect()).as("a new connection").isPositive();
            assertThat(second.timings().queued()).isEqualTo(Timings.ABSENT);
            assertThat(endpoint.received).hasSize(3);
        }
    }

    @Test
    void doesNotSendAgainWhatAServerHadForAWhileBeforeItBrokeOff() throws Exception {
        AtomicInteger count = new AtomicInteger();
        RawEndpoint.Behaviour worksOnTheSecondAndDies = (socket, out) -> {
            if (count.incrementAndGet() == 1) {
                out.write(OK);
            } else {
                var unused = new CountDownLatch(1).await(1_200, TimeUnit.MILLISECONDS);
                socket.close();
            }
        };
        try (RawEndpoint endpoint = RawEndpoint.start(worksOnTheSecondAndDies);
                WebhookSender sender = sender(1)) {
            sender.send(to(endpoint.url(), LONG), BODY);

            assertThat(sender.send(to(endpoint.url(), LONG), BODY))
                    .isInstanceOfSatisfying(
                            Unreachable.class,
                            gone -> assertThat(gone.failure()).isEqualTo(Failure.DISCONNECTED));
            assertThat(endpoint.received).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"H", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"})
    void doesNotSendAgainOnceAReusedConnectionBeganToAnswer(String beginning) throws Exception {
        AtomicInteger count = new AtomicInteger();
        RawEndpoint.Behaviour cutsTheSecond = (socket, out) -> {
            if (count.incrementAndGet() == 1) {
                out.write(OK);
            } else {
                out.write(beginning.getBytes(StandardCharsets.US_ASCII));
                out.flush();
                socket.close();
            }
        };
        try (RawEndpoint endpoint = RawEndpoint.start(cutsTheSecond);
                WebhookSender sender = sender(1)) {
            sender.send(to(endpoint.url(), LONG), BODY);

            assertThat(sender.send(to(endpoint.url(), LONG), BODY)).isInstanceOf(Unreachable.class);
            assertThat(endpoint.received).hasSize(2);
        }
    }

    private static Outcome send(String url, Duration timeout, Content content) {
        try (WebhookSender sender = sender(10)) {
            return sender.send(to(url, timeout), content);
        }
    }

    private static Endpoint to(String url, Duration timeout) {
        return new Endpoint(WebhookUrl.parse(url), Map.of(), timeout);
    }

    private static WebhookSender sender(int connections) {
        return WebhookSender.create(VERTX, SenderSettings.of(UrlGuard.forOperators(), connections, "test/1"));
    }
}
