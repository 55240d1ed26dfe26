package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.Verdict;
import dev.eventbus.nats.server.NatsServer;
import dev.eventbus.testkit.TestEvents;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.Delivery;
import dev.eventbus.transport.DeliverySink;
import dev.eventbus.transport.DurableSpec;
import dev.eventbus.transport.StartAt;
import dev.eventbus.transport.Transport.Registration;
import io.nats.client.JetStreamSubscription;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.ConsumerInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InOrderIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration ACK_WAIT = Duration.ofSeconds(2);

    private final NatsServer server = NatsServer.start();
    private final NatsConnection connection = NatsConnection.connect(NatsSettings.of(server.url()));
    private final NatsTransport transport = NatsTransport.open(connection, NatsSettings.of(server.url()));
    private final LinkedBlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
    private final DeliverySink acking = delivery -> {
        deliveries.add(delivery);
        delivery.settle(Verdict.ACK);
    };

    @BeforeEach
    void awaitReady() {
        await().atMost(DEADLINE).until(transport::isReady);
    }

    @AfterEach
    void closeAll() {
        transport.close();
        connection.close();
        server.close();
    }

    @Test
    void holdsBackWhatIsNewerThanAMessageThatWentAstray() throws Exception {
        transport.consume(spec(true, 16), acking);
        List<String> sent = new ArrayList<>(List.of(store()));
        assertThat(nextId()).isEqualTo(sent.getFirst());
        JetStreamSubscription thief = connection
                .require("")
                .jetStream()
                .subscribe(null, PullSubscribeOptions.bind(NatsTransport.STREAM, "d"));
        thief.pull(1);
        int stolen = 0;
        while (stolen == 0 && sent.size() < 50) {
            sent.add(store());
            stolen = thief.nextMessage(Duration.ofMillis(50)) == null ? 0 : sent.size();
        }
        assertThat(stolen).isPositive();
        for (int i = 0; i < 5; i++) {
            sent.add(store());
        }

        assertThat(nextIds(sent.size() - 1)).isEqualTo(sent.subList(1, sent.size()));
        await().atMost(DEADLINE).until(() -> info().getNumAckPending() == 0);
    }

    @Test
    void takesOverMoreThanItMayHaveItself() throws Exception {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            sent.add(store());
        }
        Registration large = transport.consume(spec(true, 50), deliveries::add);
        assertThat(nextIds(50)).isEqualTo(sent.subList(0, 50));
        large.close();

        transport.consume(spec(true, 4), acking);

        assertThat(nextIds(60)).isEqualTo(sent);
    }

    @Test
    void tellsOnceMoreWhatTheServerDidNotHearAndHandlesItOnce() throws Exception {
        transport.consume(spec(false, 4), deliveries::add);
        String sent = store();
        Delivery delivery = next();
        server.kill();
        await().atMost(DEADLINE).until(() -> !connection.isConnected());
        CompletableFuture<Void> settling = CompletableFuture.runAsync(() -> delivery.settle(Verdict.ACK));
        settling.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        assertThat(connection.isConnected())
                .as("the ack cannot have been heard")
                .isFalse();

        server.restart();

        // A server that is killed may forget that it delivered, too: what counts is that it hears of the ack.
        await().atMost(DEADLINE)
                .ignoreExceptions()
                .until(() -> info().getAckFloor().getStreamSequence() == 1 && info().getNumAckPending() == 0);
        assertThat(deliveries).isEmpty();
        assertThat(delivery.event().id()).isEqualTo(sent);
    }

    @Test
    void anAckThatComesTooLateStillSparesAnotherDelivery() throws Exception {
        transport.consume(spec(false, 1), deliveries::add);
        store();
        Delivery late = next();
        Delivery again = next();
        assertThat(again.attempt().number()).isEqualTo(2);

        late.settle(Verdict.ACK);

        await().atMost(DEADLINE).until(() -> info().getNumAckPending() == 0);
    }

    private DurableSpec spec(boolean ordered, int concurrency) {
        return new DurableSpec("d", TopicPattern.parse("events.>"), StartAt.all(), ordered, concurrency, ACK_WAIT, 5);
    }

    private String store() throws Exception {
        Event event = TestEvents.on("events.o.s.r.e.i");
        return transport
                .publish(event, event.topic(), Durability.PERSISTENT)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .eventId();
    }

    private Delivery next() throws InterruptedException {
        Delivery next = deliveries.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        assertThat(next).as("delivered within the deadline").isNotNull();
        return next;
    }

    private String nextId() throws InterruptedException {
        return next().event().id();
    }

    private List<String> nextIds(int count) throws InterruptedException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(nextId());
        }
        return ids;
    }

    private ConsumerInfo info() throws Exception {
        return connection.require("").jetStreamManagement().getConsumerInfo(NatsTransport.STREAM, "d");
    }
}
