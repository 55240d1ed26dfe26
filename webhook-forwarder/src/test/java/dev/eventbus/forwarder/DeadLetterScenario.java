package dev.eventbus.forwarder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.nats.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server, an endpoint, and two subscriptions to the same subjects; dead letters made or written. */
abstract class DeadLetterScenario {
    static final String TOKEN = "token-of-an-administrator";
    private static final Pattern ID = Pattern.compile("\"message_id\":\"([^\"]*)\"");

    @TempDir
    Path folder;

    NatsServer nats;
    Connection connection;
    Sink sink;
    Sink other;

    @BeforeEach
    void start() throws Exception {
        nats = NatsServer.start();
        connection = Nats.connect(nats.url());
        sink = Sink.start();
        other = Sink.start();
        Files.writeString(folder.resolve("10.yml"), """
                streams: [{ name: ORDERS, subjects: ["order.>"] }]
                subscriptions:
                  - name: a
                    subject: "order.>"
                    consumer: a
                    webhook: { url: "%s", timeout: 5s }
                    signing: { secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" }
                    retries: 0
                    max_concurrency: 4
                  - name: b
                    subject: "order.>"
                    consumer: b
                    webhook: { url: "%s" }
                """.formatted(sink.url(), other.url()));
    }

    @AfterEach
    void stop() throws Exception {
        sink.close();
        other.close();
        connection.close();
        nats.close();
    }

    ForwarderProcess startReady() {
        ForwarderProcess forwarder = ForwarderProcess.start(folder, environment());
        try {
            await().atMost(Duration.ofSeconds(60)).until(forwarder::isReady);
            return forwarder;
        } catch (RuntimeException notReady) {
            forwarder.close();
            throw notReady;
        }
    }

    Map<String, String> environment() {
        return Map.of("NATS_URL", nats.url(), "FORWARDER_ADMIN_TOKEN", TOKEN);
    }

    static HttpResponse<String> call(ForwarderProcess forwarder, String method, String path, @Nullable String body) {
        return forwarder.send(method, "/admin/dead-letters" + path, TOKEN, body);
    }

    static String get(ForwarderProcess forwarder, String path) {
        HttpResponse<String> answer = call(forwarder, "GET", path, null);
        return answer.statusCode() + " " + answer.body();
    }

    /** What follows a name in JSON, up to the next comma or brace. */
    static String value(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"?([^\",}]*)").matcher(json);
        assertThat(matcher.find()).as(name + " in " + json).isTrue();
        return matcher.group(1);
    }

    /** Waits for the replay of many that began last. */
    String ended(ForwarderProcess forwarder) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !get(forwarder, "/replay").contains("RUNNING"));
        return get(forwarder, "/replay");
    }

    /** Letters m-0, m-1… as a subscription leaves them. */
    void letters(String subscription, int from, int count) throws Exception {
        List<CompletableFuture<PublishAck>> stored = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            Headers headers = new Headers()
                    .put("Dlq-Class", i % 2 == 0 ? "exhausted" : "rejected")
                    .put("Dlq-Message-Id", "m-" + i)
                    .put("Dlq-Stream", "ORDERS")
                    .put("Dlq-Sequence", Integer.toString(i + 1))
                    .put("Dlq-Stored-At", "2026-11-20T10:00:00.5Z");
            String subject = "dlq." + subscription + ".order.created";
            stored.add(connection
                    .jetStream()
                    .publishAsync(subject, headers, ("{\"n\":" + i + "}").getBytes(StandardCharsets.UTF_8)));
        }
        for (CompletableFuture<PublishAck> ack : stored) {
            assertThat(ack.get().getSeqno()).isPositive();
        }
    }

    long lettersLeft() throws IOException, io.nats.client.JetStreamApiException {
        return connection
                .jetStreamManagement()
                .getStreamInfo("DLQ")
                .getStreamState()
                .getMsgCount();
    }

    /** The message ids of what the endpoint got, as often as it got them. */
    List<String> ids() {
        return sink.bodies().stream()
                .map(ID::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .toList();
    }

    Set<String> distinctIds() {
        return ids().stream().collect(Collectors.toSet());
    }
}
