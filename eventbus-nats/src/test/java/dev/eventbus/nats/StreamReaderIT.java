package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.Position;
import dev.eventbus.nats.server.NatsServer;
import dev.eventbus.testkit.TestEvents;
import dev.eventbus.topic.Topic;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.ReadListener;
import dev.eventbus.transport.ReadSpec;
import dev.eventbus.transport.StartAt;
import dev.eventbus.transport.Transport.Registration;
import io.nats.client.JetStreamManagement;
import io.nats.client.PurgeOptions;
import io.nats.client.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the reader does when its consumer, its stream or what is in it is not as it should be. */
class StreamReaderIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static NatsServer server;

    private final Recorder recorder = new Recorder();
    private NatsConnection connection;
    private NatsTransport transport;
    private JetStreamManagement management;

    @BeforeAll
    static void startServer() {
        server = NatsServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void open() throws Exception {
        connection = NatsConnection.connect(NatsSettings.of(server.url()));
        transport = NatsTransport.open(connection, NatsSettings.of(server.url()));
        management = connection.require("Could not test").jetStreamManagement();
        management.purgeStream(EventStream.NAME);
    }

    @AfterEach
    void close() {
        transport.close();
        connection.close();
    }

    @Test
    void goesOnWhenItsConsumerIsDeletedBehindItsBack() throws Exception {
        List<String> sent = publish(3);
        read(StartAt.all());
        assertThat(recorder.next(3)).isEqualTo(sent);

        management.deleteConsumer(EventStream.NAME, consumers().getFirst());
        List<String> more = publish(3);

        assertThat(recorder.next(3)).isEqualTo(more);
    }

    @Test
    void readsAgainWhatWasDeliveredToSomebodyElse() throws Exception {
        read(StartAt.all());
        recorder.awaitCaughtUp();
        var current = connection.require("Could not test");
        Subscription thief = current.subscribe("thief");
        current.publish(
                "$JS.API.CONSUMER.MSG.NEXT.EVENTS." + consumers().getFirst(), "thief", "{\"batch\":3}".getBytes());
        connection.flush(DEADLINE);

        List<String> sent = publish(8);

        assertThat(recorder.next(8)).isEqualTo(sent);
        assertThat(thief.nextMessage(DEADLINE)).isNotNull();
        thief.unsubscribe();
    }

    @Test
    void beginsAgainWithAStreamThatWasMadeAnew() throws Exception {
        read(StartAt.sequence(lastSequence() + 1));
        assertThat(publish(3)).isEqualTo(recorder.next(3));

        management.deleteStream(EventStream.NAME);
        NatsTransport.open(connection, NatsSettings.of(server.url())).close();
        List<String> sent = publish(2);

        assertThat(recorder.next(2)).isEqualTo(sent);
        assertThat(recorder.lastPosition()).isEqualTo(new Position(2));
    }

    @Test
    void tellsOfEventsThatAreGone() throws Exception {
        long first = lastSequence() + 1;
        List<String> sent = publish(5);
        management.purgeStream(
                EventStream.NAME, PurgeOptions.builder().sequence(first + 3).build());

        read(StartAt.sequence(first));

        assertThat(recorder.next(2)).isEqualTo(sent.subList(3, 5));
        assertThat(recorder.gaps).containsExactly(new Position(first), new Position(first + 2));
    }

    @Test
    void passesOverWhatIsNoEvent() throws Exception {
        List<String> sent = publish(1);
        var jetStream = connection.require("Could not test").jetStream();
        jetStream.publish("events.o.s.r.e.i", new byte[] {1, 2});
        jetStream.publish("events.other.s.r.e.i", dev.eventbus.json.EventCodec.encode(event()));
        sent.addAll(publish(1));

        read(StartAt.all());

        assertThat(recorder.next(2)).isEqualTo(sent);
    }

    @Test
    void catchesUpThoughTheLastOnesExpireMeanwhile() throws Exception {
        publish(1);
        List<String> held = publish(2);
        recorder.waiting = true;
        read(StartAt.all());
        management.purgeStream(EventStream.NAME);
        recorder.go();

        recorder.awaitCaughtUp();
        List<String> later = publish(1);

        await().atMost(DEADLINE).untilAsserted(() -> assertThat(recorder.ids()).endsWith(later.getFirst()));
        assertThat(held).hasSize(2);
    }

    @Test
    void leavesNoConsumerBehind() throws Exception {
        Registration reading = read(StartAt.all());
        recorder.awaitCaughtUp();
        await().atMost(DEADLINE).untilAsserted(() -> assertThat(consumers()).hasSize(1));

        reading.close();

        await().atMost(DEADLINE).untilAsserted(() -> assertThat(consumers()).isEmpty());
    }

    @Test
    void failsWhereThereAreMoreResourcesThanItCanKeep() {
        LastOfEach last = new LastOfEach(TopicPattern.parse(">"), 2);
        last.keep(Topic.parse("events.o.s.r.e.1"), 1);
        last.keep(Topic.parse("events.o.s.r.f.1"), 3);
        last.keep(Topic.parse("events.o.s.r.e.2"), 2);

        assertThat(last.sequences()).containsExactly(2, 3);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> last.keep(Topic.parse("events.o.s.q.e.1"), 4))
                .isInstanceOf(LastOfEach.TooManyException.class)
                .hasMessageContaining("more than 2 resources match >");
    }

    private Registration read(StartAt start) {
        return transport.read(new ReadSpec(TopicPattern.parse("events.o.>"), start, false), recorder);
    }

    private List<String> consumers() throws Exception {
        return management.getConsumerNames(EventStream.NAME);
    }

    private long lastSequence() throws Exception {
        return management.getStreamInfo(EventStream.NAME).getStreamState().getLastSequence();
    }

    private static Event event() {
        return TestEvents.on("events.o.s.r.e.i");
    }

    private List<String> publish(int count) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Event event = event();
            transport
                    .publish(event, event.topic(), Durability.PERSISTENT)
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            ids.add(event.id());
        }
        return ids;
    }

    /** Keeps what is read. */
    private static final class Recorder implements ReadListener {
        private final LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();
        private final List<String> all = new ArrayList<>();
        private final java.util.concurrent.CountDownLatch caughtUp = new java.util.concurrent.CountDownLatch(1);
        private final java.util.concurrent.CountDownLatch gate = new java.util.concurrent.CountDownLatch(1);
        private volatile boolean waiting;
        private volatile Position last = Position.NONE;
        final List<Position> gaps = new java.util.concurrent.CopyOnWriteArrayList<>();

        @Override
        public void onEvent(Event event, Topic topic, Position position, Instant storedAt) {
            try {
                if (waiting) {
                    gate.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            synchronized (all) {
                all.add(event.id());
            }
            last = position;
            queue.add(event.id());
        }

        @Override
        public void onCaughtUp(Position last) {
            caughtUp.countDown();
        }

        @Override
        public void onGap(Position from, Position to) {
            gaps.add(from);
            gaps.add(to);
        }

        void go() {
            gate.countDown();
        }

        List<String> ids() {
            synchronized (all) {
                return List.copyOf(all);
            }
        }

        Position lastPosition() {
            return last;
        }

        void awaitCaughtUp() throws InterruptedException {
            assertThat(caughtUp.await(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }

        List<String> next(int count) throws InterruptedException {
            List<String> ids = new ArrayList<>();
            while (ids.size() < count) {
                String id = queue.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
                assertThat(id).as("after " + ids).isNotNull();
                ids.add(id);
            }
            return ids;
        }
    }
}
