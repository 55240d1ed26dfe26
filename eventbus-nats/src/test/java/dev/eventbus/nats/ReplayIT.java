package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.Event;
import dev.eventbus.EventBus;
import dev.eventbus.Position;
import dev.eventbus.Replay;
import dev.eventbus.ReplayFrom;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.json.EventCodec;
import dev.eventbus.nats.server.NatsServer;
import dev.eventbus.testkit.Publishers;
import dev.eventbus.testkit.RecordingHandler;
import dev.eventbus.testkit.TestEvents;
import dev.eventbus.topic.Topic;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.ReadListener;
import dev.eventbus.transport.ReadSpec;
import dev.eventbus.transport.StartAt;
import io.nats.client.Connection;
import io.nats.client.api.ConsumerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReplayIT {
    private static final int MANY = 200_000;
    private static final int CHUNK = 5_000;

    @Test
    void aServerThatIsKilledTwiceMakesNeitherGapNorDuplicate() throws Exception {
        RecordingHandler handler = new RecordingHandler();
        try (NatsServer server = NatsServer.start();
                NatsConnection connection = NatsConnection.connect(NatsSettings.of(server.url()));
                NatsTransport transport = NatsTransport.open(connection, NatsSettings.of(server.url()));
                EventBus bus = EventBus.builder().transport(transport).build();
                Publishers publishers =
                        new Publishers(transport, 4, 600, i -> TestEvents.on("events.o.s.r.e.i" + i % 9))) {
            publishers.awaitPublished(300);
            Replay replay =
                    bus.replay(ReplayFrom.all(), SubscribeOptions.to("r.e").org("o"), handler);
            for (int acknowledged : List.of(800, 1_600)) {
                publishers.awaitPublished(acknowledged);
                server.kill();
                server.restart();
            }

            List<String> acknowledged = publishers.awaitAllInStoredOrder();
            handler.await(acknowledged.size());

            assertThat(handler.ids()).isEqualTo(acknowledged);
            assertThat(replay.isActive()).isTrue();
        }
    }

    @Test
    void manyEventsAreReadInOrderAndNeverMoreThanOnePullAhead() throws Exception {
        try (NatsServer server = NatsServer.start();
                NatsConnection connection = NatsConnection.connect(NatsSettings.of(server.url()));
                NatsTransport transport = NatsTransport.open(connection, NatsSettings.of(server.url()))) {
            storeMany(connection.require("Could not test"));
            Counter counter = new Counter();
            transport.read(new ReadSpec(TopicPattern.parse(">"), StartAt.all(), false), counter);

            assertThat(counter.begun.await(20, TimeUnit.SECONDS)).isTrue();
            await().during(Duration.ofMillis(300))
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(delivered(connection)).isBetween(1L, 500L));
            counter.gate.countDown();

            assertThat(counter.caughtUp.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(counter.read.get()).isEqualTo(MANY);
            assertThat(counter.outOfOrder.get()).isZero();
        }
    }

    /** Without acknowledgements but for one per chunk, more than which a server might refuse. */
    private static void storeMany(Connection connection) throws Exception {
        for (int i = 1; i <= MANY; i++) {
            Event event = TestEvents.on("events.o.s.r.e.i");
            if (i % CHUNK == 0) {
                connection.jetStream().publish("events.o.s.r.e.i", EventCodec.encode(event));
            } else {
                connection.publish("events.o.s.r.e.i", EventCodec.encode(event));
            }
        }
    }

    private static long delivered(NatsConnection connection) throws Exception {
        List<ConsumerInfo> consumers =
                connection.require("Could not test").jetStreamManagement().getConsumers(EventStream.NAME);
        assertThat(consumers).hasSize(1);
        return consumers.getFirst().getDelivered().getConsumerSequence();
    }

    /** Counts, and waits with the first event. */
    private static final class Counter implements ReadListener {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch gate = new CountDownLatch(1);
        final CountDownLatch caughtUp = new CountDownLatch(1);
        final AtomicLong read = new AtomicLong();
        final AtomicLong outOfOrder = new AtomicLong();

        @Override
        public void onEvent(Event event, Topic topic, Position position, Instant storedAt) {
            begun.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (read.incrementAndGet() != position.sequence()) {
                outOfOrder.incrementAndGet();
            }
        }

        @Override
        public void onCaughtUp(Position last) {
            caughtUp.countDown();
        }
    }
}
