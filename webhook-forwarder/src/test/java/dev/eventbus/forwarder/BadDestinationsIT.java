package dev.eventbus.forwarder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.nats.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.api.MessageInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of bad endpoint at once, in one small process, beside a good one. */
class BadDestinationsIT {
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final int MESSAGES = 5;

    @TempDir
    Path folder;

    private final Map<String, BadSink> bad = new LinkedHashMap<>();
    private NatsServer nats;
    private Connection connection;
    private Sink good;
    private BadSink canary;
    private BadSink mute;

    @BeforeEach
    void start() throws Exception {
        nats = NatsServer.start();
        connection = Nats.connect(nats.url());
        good = Sink.start();
        canary = BadSink.hanging();
        mute = BadSink.hanging();
        bad.put("hanging", BadSink.hanging());
        bad.put("dripping-head", BadSink.dripping(OK + "X-Drip: "));
        bad.put("dripping-body", BadSink.dripping(OK + "Content-Length: 100000\r\n\r\n"));
        bad.put("resetting", BadSink.resetting(""));
        bad.put("resetting-head", BadSink.resetting(OK + "Content-Le"));
        bad.put("resetting-body", BadSink.resetting(OK + "Content-Length: 9\r\n\r\nabc"));
        bad.put("no-http", BadSink.resetting("SSH-2.0-OpenSSH_9.2\r\n\r\n"));
        bad.put("flooding", BadSink.flooding(500));
        for (int status : new int[] {301, 302, 307, 308}) {
            bad.put("redirecting-" + status, BadSink.redirecting(status, canary.url()));
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (BadSink sink : bad.values()) {
            sink.close();
        }
        canary.close();
        mute.close();
        good.close();
        connection.close();
        nats.close();
    }

    @Test
    void eachEndsAsADeadLetterAndNoneDisturbsTheGoodOne() throws Exception {
        configure();
        try (ForwarderProcess forwarder = ForwarderProcess.start(folder, Map.of("NATS_URL", nats.url()))) {
            await().atMost(Duration.ofSeconds(90)).until(forwarder::isReady);
            for (int i = 0; i < MESSAGES; i++) {
                for (String name : bad.keySet()) {
                    publish("bad." + name);
                }
                publish("good.one");
            }
            publish("bad.tls");
            await().atMost(Duration.ofSeconds(60)).until(() -> good.received.size() == MESSAGES);
            await().atMost(Duration.ofSeconds(90)).until(() -> deadLetters() == MESSAGES * bad.size() + 1);

            for (String name : bad.keySet()) {
                assertLetter(name, expectedStatus(name));
            }
            assertLetter("tls", null);
            assertThat(canary.connections).as("followed redirects").hasValue(0);
            assertThat(good.received).hasSize(MESSAGES);
            assertThat(forwarder.isReady()).isTrue();
            assertThat(forwarder.output()).doesNotContain("OutOfMemoryError").doesNotContain("\"ERROR\"");
        }
    }

    private void assertLetter(String name, @Nullable String status) throws Exception {
        MessageInfo letter = connection.jetStreamManagement().getLastMessage("DLQ", "dlq." + name + ".bad." + name);
        assertThat(letter.getHeaders().getFirst("Dlq-Attempts")).as(name).isEqualTo("2");
        assertThat(letter.getHeaders().getFirst("Dlq-Class")).as(name).isEqualTo("exhausted");
        assertThat(letter.getHeaders().getFirst("Dlq-Last-Status")).as(name).isEqualTo(status);
    }

    private static @Nullable String expectedStatus(String name) {
        if (name.equals("flooding")) {
            return "500";
        }
        return name.startsWith("redirecting-") ? name.substring("redirecting-".length()) : null;
    }

    /** Whoever answers has time for it, however busy the machine is. */
    private static boolean answers(String name) {
        return name.equals("good") || expectedStatus(name) != null;
    }

    private long deadLetters() throws Exception {
        try {
            return connection
                    .jetStreamManagement()
                    .getStreamInfo("DLQ")
                    .getStreamState()
                    .getMsgCount();
        } catch (JetStreamApiException none) {
            return 0;
        }
    }

    private void publish(String subject) throws Exception {
        connection.jetStream().publish(subject, "1".getBytes(StandardCharsets.UTF_8));
    }

    private void configure() throws Exception {
        StringBuilder yaml = new StringBuilder("streams: [{ name: B, subjects: [\"bad.>\", \"good.>\"] }]\n");
        yaml.append("subscriptions:\n").append(subscription("good", "good.*", good.url()));
        yaml.append(subscription("tls", "bad.tls", mute.url().replace("http:", "https:"))); // no handshake ever
        bad.forEach((name, sink) -> yaml.append(subscription(name, "bad." + name, sink.url())));
        Files.writeString(folder.resolve("x.yml"), yaml);
    }

    private static String subscription(String name, String subject, String url) {
        return """
                  - { name: %1$s, subject: "%2$s", consumer: "%1$s", retries: 1, backoff: 50ms,
                      webhook: { url: "%3$s", timeout: %4$s } }
                """.formatted(name, subject, url, answers(name) ? "15s" : "1s");
    }
}
