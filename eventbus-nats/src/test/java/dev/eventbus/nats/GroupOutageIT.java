package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.nats.server.NatsServer;
import dev.eventbus.testkit.TestEvents;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.Transport.Registration;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GroupOutageIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final TopicPattern ALL = TopicPattern.parse("events.>");

    @Test
    void aGroupIsThereAgainAfterItsServerWasAndWhoLeftMeanwhileIsNot() throws Exception {
        try (NatsServer server = NatsServer.start();
                NatsConnection connection = NatsConnection.connect(NatsSettings.of(server.url()));
                NatsTransport transport = NatsTransport.open(connection, NatsSettings.of(server.url()))) {
            LinkedBlockingQueue<String> stays = new LinkedBlockingQueue<>();
            LinkedBlockingQueue<String> leaves = new LinkedBlockingQueue<>();
            transport.listen(ALL, "g", (event, topic, position) -> stays.add(event.id()));
            Registration leaving = transport.listen(ALL, "h", (event, topic, position) -> leaves.add(event.id()));
            server.kill();
            await().atMost(DEADLINE).until(() -> !connection.isConnected());
            leaving.close();
            server.restart();
            await().atMost(DEADLINE).until(transport::isReady);

            Event event = TestEvents.on("events.o.s.r.e.i");
            transport
                    .publish(event, event.topic(), Durability.PERSISTENT)
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);

            assertThat(stays.poll(20, TimeUnit.SECONDS)).isEqualTo(event.id());
            assertThat(stays.poll(200, TimeUnit.MILLISECONDS)).isNull();
            assertThat(leaves).isEmpty();
        }
    }
}
