package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.nats.server.NatsServer;
import dev.eventbus.testkit.TestEvents;
import dev.eventbus.topic.TopicPattern;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NoJetStreamIT {
    @Test
    void aServerWithoutJetStreamCarriesWhatIsEphemeralAndIsNotSaidToStore() throws Exception {
        try (NatsServer server =
                        NatsServer.builder().configuration("jetstream: false").start();
                NatsConnection connection = NatsConnection.connect(NatsSettings.of(server.url()));
                NatsTransport transport = NatsTransport.open(
                        connection, NatsSettings.of(server.url()).withPublishDeadline(Duration.ofSeconds(1)))) {
            assertThat(connection.awaitConnected(Duration.ofSeconds(20))).isTrue();
            LinkedBlockingQueue<String> live = new LinkedBlockingQueue<>();
            transport.listen(TopicPattern.parse("events.>"), (event, topic, position) -> live.add(event.id()));
            Event event = TestEvents.on("events.o.s.r.e.i");

            transport.publish(event, event.topic(), Durability.EPHEMERAL);

            assertThat(live.poll(20, TimeUnit.SECONDS)).isEqualTo(event.id());
            assertThat(transport.isReady()).isFalse();
            assertThat(transport.capabilities().persistent()).isFalse();
            assertThatThrownBy(() -> transport
                            .publish(event, event.topic(), Durability.PERSISTENT)
                            .toCompletableFuture()
                            .get(30, TimeUnit.SECONDS))
                    .hasMessageContaining("no stream takes the subject");
        }
    }
}
