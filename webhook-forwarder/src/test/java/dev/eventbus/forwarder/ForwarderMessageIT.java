package dev.eventbus.forwarder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import dev.eventbus.nats.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.impl.Headers;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What arrives at the endpoint, by the keys that say how a message is sent, and which answers are final. */
class ForwarderMessageIT {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OLD_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    @TempDir
    Path folder;

    @Test
    void signsWrapsAndGivesUpAsConfigured() throws Exception {
        try (NatsServer nats = NatsServer.start();
                Connection connection = Nats.connect(nats.url());
                Sink sink = Sink.start()) {
            configure(sink);
            try (ForwarderProcess forwarder = ForwarderProcess.start(
                    folder, Map.of("NATS_URL", nats.url(), "SECRET", SECRET, "OLD_SECRET", OLD_SECRET))) {
                await().atMost(Duration.ofSeconds(60)).until(forwarder::isReady);
                publish(connection, "m.signed", "{\"b\":1.50}", "evt.1");
                publish(connection, "m.ce", "{\"b\":1.50}", "evt-2");
                publish(connection, "m.strict", "fail", "evt-3");
                await().atMost(Duration.ofSeconds(20)).until(() -> sink.received.size() == 3);

                verifySigned(received(sink, "webhook-id"));
                Sink.Received cloudEvent = received(sink, "ce-specversion");
                assertThat(cloudEvent.headers().getFirst("ce-id")).isEqualTo("evt-2");
                assertThat(cloudEvent.body()).isEqualTo("{\"b\":1.50}");
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> connection
                                        .jetStreamManagement()
                                        .getStreamInfo("DLQ")
                                        .getStreamState()
                                        .getMsgCount()
                                == 1);
                assertThat(sink.received).as("503 was final").hasSize(3);
                assertThat(forwarder.output()).doesNotContain(SECRET.substring(6));
            }
        }
    }

    private static void verifySigned(Sink.Received received) {
        assertThat(received.headers().getFirst("webhook-id")).startsWith("msg_").hasSize(4 + 64);
        HttpHeaders headers = HttpHeaders.of(received.headers(), (name, value) -> true);
        for (String secret : new String[] {SECRET, OLD_SECRET}) {
            assertThatCode(() -> new Webhook(secret).verify(received.body(), headers))
                    .doesNotThrowAnyException();
        }
    }

    private static Sink.Received received(Sink sink, String header) {
        return sink.received.stream()
                .filter(received -> received.headers().containsKey(header))
                .findFirst()
                .orElseThrow();
    }

    private static void publish(Connection connection, String subject, String data, String id) throws Exception {
        connection
                .jetStream()
                .publish(subject, new Headers().put("Nats-Msg-Id", id), data.getBytes(StandardCharsets.UTF_8));
    }

    private void configure(Sink sink) throws Exception {
        Files.writeString(folder.resolve("x.yml"), """
                streams:
                  - { name: M, subjects: ["m.>"] }
                subscriptions:
                  - name: signed
                    subject: m.signed
                    consumer: signed
                    signing: { secrets: ["${SECRET}", "${OLD_SECRET}"] }
                    webhook: { url: URL }
                  - name: ce
                    subject: m.ce
                    consumer: ce
                    envelope: cloudevents-binary
                    webhook: { url: URL }
                  - name: strict
                    subject: m.strict
                    consumer: strict
                    fail_on: [5xx]
                    webhook: { url: URL }
                """.replace("URL", '"' + sink.url() + '"'));
    }
}
