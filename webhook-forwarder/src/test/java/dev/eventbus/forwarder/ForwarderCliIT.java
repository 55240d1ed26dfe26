package dev.eventbus.forwarder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.nats.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs of the packaged jar. */
class ForwarderCliIT {
    private static final String SECRET = "s3cret-of-the-endpoint";

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>(Map.of("SECRET", SECRET));

    @Test
    void validatesWithoutNatsAndWithoutLogs() throws Exception {
        configure("http://127.0.0.1:9/", "30s");
        ForwarderCommand fine = run("validate");
        assertThat(fine.exitCode()).isZero();
        assertThat(fine.lines()).containsExactly("2 subscriptions and 1 stream are fine");
        assertThat(fine.err()).doesNotContain("INFO");

        write("b.yml", "subscriptions:\n  - { name: one, colour: red }\n");
        ForwarderCommand broken = run("validate");
        assertThat(broken.exitCode()).isEqualTo(78);
        assertThat(broken.out()).isEmpty();
        assertThat(broken.err()).contains("b.yml:2:5: missing key").contains("b.yml:2:18: unknown key \"colour\"");

        ForwarderCommand unknown = run("vlaidate");
        assertThat(unknown.exitCode()).isEqualTo(64);
        assertThat(unknown.err()).contains("usage:").contains("plan [folder] [--exit-code]");
    }

    @Test
    void plansWhatAStartThenDoes() throws Exception {
        try (NatsServer nats = NatsServer.start();
                Connection connection = Nats.connect(nats.url())) {
            environment.put("NATS_URL", nats.url());
            configure("http://127.0.0.1:9/", "30s");

            ForwarderCommand first = run("plan", "--exit-code");
            assertThat(first.lines())
                    .containsExactly(
                            "+ stream C: to be created with subjects [c.>]",
                            "+ consumer one of subscription one: to be created on stream C, once that is as configured",
                            "+ consumer two of subscription two: to be created on stream C, once that is as configured",
                            "3 to create, 0 to change, 0 refused, 0 orphaned");
            assertThat(first.exitCode()).isEqualTo(2);
            assertThat(connection.jetStreamManagement().getStreamNames()).isEmpty();

            try (ForwarderProcess forwarder = ForwarderProcess.start(folder, environment)) {
                Awaitility.await().atMost(Duration.ofSeconds(60)).until(forwarder::isReady);
            }
            ForwarderCommand second = run("plan", "--exit-code");
            assertThat(second.lines()).last().isEqualTo("0 to create, 0 to change, 0 refused, 0 orphaned");
            assertThat(second.exitCode()).isZero();

            connection
                    .jetStreamManagement()
                    .addOrUpdateConsumer(
                            "C",
                            ConsumerConfiguration.builder()
                                    .durable("left-over")
                                    .ackPolicy(AckPolicy.Explicit)
                                    .build());
            connection.jetStream().publish("c.x", new byte[] {'1'});
            configure("http://127.0.0.1:9/", "40s");
            ForwarderCommand third = run("plan");
            assertThat(third.lines())
                    .contains(
                            "= stream C: as it should be",
                            "~ consumer one of subscription one: to be changed: ackWait: PT30S -> PT40S",
                            "? consumer left-over on stream C: no subscription names it; pending=1 unsettled=0; delete it"
                                    + " if nobody wants it any more: nats consumer rm C left-over",
                            "0 to create, 2 to change, 0 refused, 1 orphaned");
            assertThat(third.exitCode()).isZero();
            assertThat(first.out() + first.err() + third.out() + third.err()).doesNotContain(SECRET);
        }
    }

    @Test
    void plansASubscriptionOnASubjectThatAStreamIsToTake() throws Exception {
        try (NatsServer nats = NatsServer.start();
                Connection connection = Nats.connect(nats.url())) {
            environment.put("NATS_URL", nats.url());
            connection
                    .jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name("C")
                            .subjects("c.>")
                            .build());
            write("a.yml", """
                    streams:
                      - { name: C, subjects: ["c.>", "d.>"] }
                    subscriptions:
                      - { name: three, subject: d.x, consumer: three, webhook: { url: "http://127.0.0.1:9/" } }
                    """);

            ForwarderCommand plan = run("plan", folder.toString(), "--exit-code");

            assertThat(plan.lines())
                    .contains(
                            "+ consumer three of subscription three: to be created on stream C, once that is as configured",
                            "1 to create, 1 to change, 0 refused, 0 orphaned");
            assertThat(plan.exitCode()).isEqualTo(2);
        }
    }

    @Test
    void plansRefusalsWithTheWayOut() throws Exception {
        try (NatsServer nats = NatsServer.start();
                Connection connection = Nats.connect(nats.url())) {
            environment.put("NATS_URL", nats.url());
            connection
                    .jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name("C")
                            .subjects("c.>")
                            .storageType(StorageType.Memory)
                            .build());
            connection
                    .jetStreamManagement()
                    .addOrUpdateConsumer(
                            "C",
                            ConsumerConfiguration.builder()
                                    .durable("one")
                                    .ackPolicy(AckPolicy.None)
                                    .build());
            configure("http://127.0.0.1:9/", "30s");
            write("c.yml", """
                    subscriptions:
                      - { name: three, subject: elsewhere.x, consumer: three, webhook: { url: "http://127.0.0.1:9/" } }
                    """);

            ForwarderCommand plan = run("plan");

            assertThat(plan.exitCode()).isEqualTo(1);
            assertThat(plan.lines())
                    .anyMatch(line -> line.startsWith("! stream C: cannot be: its storage is memory")
                            && line.endsWith("delete the stream with all its messages."))
                    .anyMatch(line -> line.startsWith("! consumer one of subscription one: cannot be:")
                            && line.endsWith("Use another name, or delete the consumer."))
                    .contains("! consumer three of subscription three: cannot be: no stream holds subject elsewhere.x."
                            + " Create one, or name the stream to read.");

            environment.put("NATS_URL", "nats://user:hush-hush@127.0.0.1:1");
            ForwarderCommand away = run("plan");
            assertThat(away.exitCode()).isEqualTo(1);
            assertThat(away.err()).contains("Could not reach NATS").doesNotContain("hush-hush");
            assertThat(away.out()).isEmpty();
        }
    }

    @Test
    void sendsATestAsTheSubscriptionWould() throws Exception {
        try (Sink sink = Sink.start()) {
            configure(sink.url(), "30s");

            ForwarderCommand taken = run("send-test", "one", "--subject", "c.tried", "--data", "{\"a\": 1.0}");

            assertThat(taken.exitCode()).as(taken.err()).isZero();
            assertThat(taken.lines().getFirst())
                    .startsWith("Taken: http://127.0.0.1:")
                    .contains(" answered 204 after ")
                    .contains("subject=c.tried messageId=test-");
            assertThat(sink.bodies())
                    .singleElement()
                    .asString()
                    .startsWith("{\"subject\":\"c.tried\",\"data\":{\"a\": 1.0},")
                    .contains("\"message_id\":\"test-");
            assertThat(sink.received.getFirst().authorization()).isEqualTo("Bearer " + SECRET);
            assertThat(sink.received.getFirst().headers()).containsKey("Webhook-signature");

            ForwarderCommand refused = run("send-test", "one", "--data", "\"fail\"");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.out()).startsWith("Not taken: ").contains(" answered 503 ");

            assertThat(run("send-test", "nobody").err())
                    .contains("there is no subscription nobody; there are [one, two]");
            assertThat(run("send-test", "one", "--data", "{").exitCode()).isEqualTo(64);
            assertThat(sink.received).hasSize(2);
        }
    }

    private ForwarderCommand run(String... arguments) throws Exception {
        return ForwarderCommand.run(folder, environment, arguments);
    }

    private void configure(String url, String ackWait) throws Exception {
        write("a.yml", """
                streams:
                  - { name: C, subjects: ["c.>"] }
                subscriptions:
                  - name: one
                    subject: c.>
                    consumer: one
                    ack_wait: ACK_WAIT
                    webhook:
                      url: "URL"
                      headers: { Authorization: "Bearer ${SECRET}" }
                      signing: { secret: "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=" }
                  - { name: two, stream: C, subject: ">", consumer: two, ack_wait: ACK_WAIT, webhook: { url: "URL" } }
                """.replace("URL", url).replace("ACK_WAIT", ackWait));
    }

    private void write(String file, String text) throws Exception {
        Files.writeString(folder.resolve(file), text);
    }
}
