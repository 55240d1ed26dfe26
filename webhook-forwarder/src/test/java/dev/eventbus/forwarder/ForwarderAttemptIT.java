package dev.eventbus.forwarder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.nats.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator can follow of each attempt: its line in the log, and the producer's trace at the endpoint. */
class ForwarderAttemptIT {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @TempDir
    Path folder;

    @Test
    void writesOneLinePerAttemptAndGoesOnWithTheTrace() throws Exception {
        try (NatsServer nats = NatsServer.start();
                Connection connection = Nats.connect(nats.url());
                Sink sink = Sink.start()) {
            configure(sink);
            try (ForwarderProcess forwarder = start(nats, "DEBUG")) {
                publish(connection, "a.one", "\"s3cret fail\"", "evt\"1");
                publish(connection, "a.one", "\"s3cret\"", "evt-2");
                publish(connection, "own.one", "1", "evt-3");
                await().atMost(Duration.ofSeconds(20)).until(() -> attempts(forwarder).size() == 4);

                String phases = " totalMs=[0-9.]+ dnsMs=- queuedMs=[0-9.-]+ connectMs=[0-9.-]+ tlsMs=-"
                        + " firstByteMs=[0-9.]+";
                assertThat(attempts(forwarder))
                        .anyMatch(line -> line.contains("WARN") && line.contains("will be tried again"))
                        .anyMatch(line -> line.contains("WARN") && line.contains("dead letter follows"))
                        .anyMatch(line -> line.contains("DEBUG") && line.contains("Delivered a message"))
                        .anyMatch(line -> line.matches(".* subscription=a sequence=1 messageId=\\S+ attempt=1"
                                + " outcome=\\S*answered 503\\S* status=503 retryIn=PT0.2S" + phases + " answer=.*"))
                        .anyMatch(line -> line.matches(".* subscription=a sequence=2 messageId=\\S*evt-2\\S* attempt=1"
                                + " outcome=\\S*answered 204\\S* status=204" + phases + "\".*"))
                        .allMatch(line -> line.contains("\"loggerName\":\"dev.eventbus.forwarder.attempts\""));
                assertThat(forwarder.output()).doesNotContain("s3cret").doesNotContain("t0ken");
                List<String> traces = traces(sink, "s3cret fail");
                assertThat(traces).hasSize(2).doesNotHaveDuplicates().allMatch(trace -> trace.contains(TRACE));
                assertThat(sink.received).filteredOn(got -> got.body().contains("s3cret")).allMatch(got -> "a=b"
                        .equals(got.headers().getFirst("tracestate")));
                assertThat(traces(sink, "\"data\":1")).containsExactly("mine");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"INFO, 2", "OFF, 0"})
    void isQuietAboutSuccessUnlessAsked(String level, int lines) throws Exception {
        try (NatsServer nats = NatsServer.start();
                Connection connection = Nats.connect(nats.url());
                Sink sink = Sink.start()) {
            configure(sink);
            try (ForwarderProcess forwarder = start(nats, level)) {
                publish(connection, "a.one", "\"fail\"", "evt-1");
                publish(connection, "a.one", "1", "evt-2");
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> forwarder.get("/metrics"), metrics -> metrics.contains(
                                "forwarder_deliveries_total{outcome=\"dead_letter\",subscription=\"a\"} 1.0"));

                assertThat(attempts(forwarder)).hasSize(lines).noneMatch(line -> line.contains("answer="));
            }
        }
    }

    private ForwarderProcess start(NatsServer nats, String level) {
        ForwarderProcess forwarder =
                ForwarderProcess.start(folder, Map.of("NATS_URL", nats.url(), "FORWARDER_ATTEMPT_LOG", level));
        await().atMost(Duration.ofSeconds(60)).until(forwarder::isReady);
        return forwarder;
    }

    private static List<String> attempts(ForwarderProcess forwarder) {
        return forwarder.output().lines().filter(line -> line.contains("totalMs=")).toList();
    }

    private static List<String> traces(Sink sink, String body) {
        return sink.received.stream()
                .filter(received -> received.body().contains(body))
                .map(received -> received.headers().getFirst("traceparent"))
                .toList();
    }

    private static void publish(Connection connection, String subject, String data, String id) throws Exception {
        Headers headers = new Headers()
                .put("Nats-Msg-Id", id)
                .put("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
                .put("tracestate", "a=b");
        connection.jetStream().publish(subject, headers, data.getBytes(StandardCharsets.UTF_8));
    }

    private void configure(Sink sink) throws Exception {
        Files.writeString(folder.resolve("x.yml"), """
                streams:
                  - { name: A, subjects: ["a.>", "own.>"] }
                subscriptions:
                  - name: a
                    subject: a.>
                    consumer: a
                    backoff: 200ms
                    retries: 1
                    webhook: { url: "URL", headers: { Authorization: "Bearer t0ken" } }
                  - name: own
                    subject: own.>
                    consumer: own
                    webhook: { url: "URL", headers: { Traceparent: mine } }
                """.replace("URL", sink.url()));
    }
}
