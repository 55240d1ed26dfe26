package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.Published;
import dev.eventbus.Verdict;
import dev.eventbus.nats.server.NatsServer;
import dev.eventbus.testkit.TestEvents;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.DurableSpec;
import dev.eventbus.transport.StartAt;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stream of events, or a consumer of it, is deleted while everything runs. */
class StreamGoneIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final TopicPattern ALL = TopicPattern.parse("events.>");

    private final LinkedBlockingQueue<String> handled = new LinkedBlockingQueue<>();
    private NatsServer server;
    private NatsConnection connection;
    private NatsTransport transport;

    @BeforeEach
    void start() {
        server = NatsServer.start();
        connection = NatsConnection.connect(NatsSettings.of(server.url()));
        transport = NatsTransport.open(connection, NatsSettings.of(server.url()));
        assertThat(transport.isReady()).isTrue();
    }

    @AfterEach
    void stop() {
        transport.close();
        connection.close();
        server.close();
    }

    @Test
    void publishersAndConsumersGoOnAfterTheStreamWasDeleted() throws Exception {
        consume("all", StartAt.all());
        LinkedBlockingQueue<String> live = new LinkedBlockingQueue<>();
        transport.listen(ALL, (event, topic, position) -> live.add(event.id()));
        String before = publish();
        assertThat(next()).isEqualTo(before);
        assertThat(live.poll(20, TimeUnit.SECONDS)).isEqualTo(before);

        management().deleteStream(NatsTransport.STREAM);
        String after = publish();

        assertThat(next()).isEqualTo(after);
        assertThat(live.poll(20, TimeUnit.SECONDS)).isEqualTo(after);
        assertThat(transport.isReady()).isTrue();
        assertThat(connection.isConnected()).isTrue();
    }

    @Test
    void theStreamComesBackForConsumersWithoutAnyPublish() throws Exception {
        consume("idle", StartAt.all());

        management().deleteStream(NatsTransport.STREAM);

        await().atMost(DEADLINE)
                .until(() -> management().getStreamNames().contains(NatsTransport.STREAM)
                        && management().getConsumerNames(NatsTransport.STREAM).contains("idle"));
    }

    @Test
    void aStreamThatAnOperatorChangedIsLeftAlone() throws Exception {
        var found = management().getStreamInfo(NatsTransport.STREAM).getConfiguration();
        management()
                .updateStream(io.nats.client.api.StreamConfiguration.builder(found)
                        .maxAge(Duration.ofHours(1))
                        .build());

        connection.streamMissed();
        publish();

        await().pollDelay(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(management()
                                .getStreamInfo(NatsTransport.STREAM)
                                .getConfiguration()
                                .getMaxAge())
                        .isEqualTo(Duration.ofHours(1)));
    }

    @Test
    void aDurableOfNewEventsMissesNoneAlthoughItsConsumerWasDeleted() throws Exception {
        publish();
        consume("new", StartAt.now());
        String first = publish();
        assertThat(next()).isEqualTo(first);

        server.suspend(); // so that the event is stored before anybody can make the consumer anew
        connection
                .require("Could not test")
                .publish("$JS.API.CONSUMER.DELETE." + NatsTransport.STREAM + ".new", new byte[0]);
        Event event = TestEvents.on("events.o.s.r.e.i");
        transport.publish(event, event.topic(), Durability.PERSISTENT);
        server.resume();

        await().atMost(DEADLINE).untilAsserted(() -> assertThat(handled).contains(event.id()));
    }

    private void consume(String name, StartAt start) {
        DurableSpec spec = new DurableSpec(name, ALL, start, false, 4, Duration.ofSeconds(5), 5);
        transport.consume(spec, delivery -> {
            handled.add(delivery.event().id());
            delivery.settle(Verdict.ACK);
        });
    }

    private String publish() throws Exception {
        Event event = TestEvents.on("events.o.s.r.e.i");
        Published published = transport
                .publish(event, event.topic(), Durability.PERSISTENT)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        return published.eventId();
    }

    private String next() throws InterruptedException {
        return handled.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }

    private io.nats.client.JetStreamManagement management() throws Exception {
        return connection.require("Could not test").jetStreamManagement();
    }
}
