package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.eventbus.EventBusException;
import dev.eventbus.Verdict;
import dev.eventbus.nats.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PullLoopIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final AtomicInteger TESTS = new AtomicInteger();
    private static NatsServer server;
    private static NatsConnection connection;

    private final LinkedBlockingQueue<String> handled = new LinkedBlockingQueue<>();
    private String name;
    private PullSpec spec;

    @BeforeAll
    static void startServer() {
        server = NatsServer.start();
        connection = NatsConnection.connect(NatsSettings.of(server.url()));
        assertThat(connection.awaitConnected(DEADLINE)).isTrue();
    }

    @AfterAll
    static void stopServer() {
        connection.close();
        server.close();
    }

    @BeforeEach
    void nameStream() {
        name = "t" + TESTS.incrementAndGet();
        spec = PullSpec.of(name, name + ".>").withConcurrency(4);
    }

    @AfterEach
    void deleteStream() throws Exception {
        if (nats().jetStreamManagement().getStreamNames().contains(name)) {
            nats().jetStreamManagement().deleteStream(name);
        }
    }

    @Test
    void handlesEveryMessageOneAtATimeWithoutStalling() throws Exception {
        createStream();
        publish(30);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        try (PullLoop loop = PullLoop.start(connection, spec.withConcurrency(1), message -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            atOnce.decrementAndGet();
            return ack(message);
        })) {
            assertThat(loop.isBound()).isTrue();
            for (int i = 0; i < 30; i++) {
                assertThat(next()).isEqualTo("m" + i);
            }
        }
        assertThat(most).hasValue(1);
        assertThat(consumer().getNumAckPending()).isZero();
    }

    @Test
    void writesTheDeadLetterBeforeItGivesTheMessageUp() throws Exception {
        createStream();
        nats().publish(name + ".a", new io.nats.client.impl.Headers().put("Nats-Msg-Id", "id-1"), bytes("body"));

        try (PullLoop loop =
                PullLoop.start(connection, spec.withSubscription("sub").withMaxDeliver(3), message -> {
                    message.deadLetterHeader(DeadLetters.LAST_STATUS, "500");
                    handled.add(message.deliveries() + "");
                    return Verdict.retry(Duration.ofMillis(50));
                })) {
            assertThat(List.of(next(), next(), next())).containsExactly("1", "2", "3");
            Message letter = DeadLetterQueue.of(connection)
                    .read("dlq.sub." + name + ".a", 1)
                    .getFirst();
            assertThat(letter.getData()).isEqualTo(bytes("body"));
            assertThat(header(letter, DeadLetters.CLASS)).isEqualTo("exhausted");
            assertThat(header(letter, DeadLetters.ATTEMPTS)).isEqualTo("3");
            assertThat(header(letter, DeadLetters.LAST_STATUS)).isEqualTo("500");
            assertThat(header(letter, DeadLetters.MESSAGE_ID)).isEqualTo("id-1");
            assertThat(header(letter, DeadLetters.SEQUENCE)).isEqualTo("1");
            assertThat(header(letter, DeadLetters.ORIGINAL_STREAM)).isEqualTo(name);
            assertThat(header(letter, DeadLetters.ORIGINAL_SUBJECT)).isEqualTo(name + ".a");
            assertThat(header(letter, DeadLetters.FIRST_AT)).isLessThan(header(letter, DeadLetters.LAST_AT));
            assertThat(header(letter, "Nats-Msg-Id")).isEqualTo("dlq:" + name + ":" + name + ":1");
            await().atMost(DEADLINE).until(() -> consumer().getNumAckPending() == 0);
        }
        assertThat(handled).isEmpty();
    }

    @Test
    void deadLettersWhatDiedInItsLastDelivery() throws Exception {
        createStream();
        publish(1);
        PullSpec once = spec.withMaxDeliver(1).withAckWait(Duration.ofSeconds(1));
        String stream = Consumers.ensure(nats(), once);
        var crashed = nats().jetStream().subscribe(null, io.nats.client.PullSubscribeOptions.bind(stream, name));
        assertThat(crashed.fetch(1, DEADLINE)).hasSize(1);
        crashed.unsubscribe();

        try (PullLoop loop = PullLoop.start(connection, once, this::ack)) {
            Message letter =
                    DeadLetterQueue.of(connection).read("dlq." + name + ".>", 1).getFirst();
            assertThat(header(letter, DeadLetters.CLASS)).isEqualTo("exhausted");
        }
        assertThat(handled).isEmpty();
    }

    @Test
    void neverLetsGoOfAMessageWhoseDeadLetterCannotBeStored() throws Exception {
        createStream();
        publish(1);
        DeadLetters.ensure(connection);
        var management = nats().jetStreamManagement();
        var dlq = management.getStreamInfo(DeadLetters.STREAM).getConfiguration();
        management.updateStream(io.nats.client.api.StreamConfiguration.builder(dlq)
                .subjects("elsewhere.>")
                .build());
        NatsSettings hasty = NatsSettings.of(server.url()).withPublishDeadline(Duration.ofMillis(300));

        try (NatsConnection own = NatsConnection.connect(hasty)) {
            own.awaitConnected(DEADLINE);
            Settlement settlement = new Settlement(own, spec, java.time.InstantSource.system());
            String stream = Consumers.ensure(nats(), spec);
            var pulled =
                    own.require("").jetStream().subscribe(null, io.nats.client.PullSubscribeOptions.bind(stream, name));
            Message message = pulled.fetch(1, DEADLINE).getFirst();
            PulledDelivery delivery = new PulledDelivery(message, new Puller(own, spec, ignored -> {}));
            settlement.carryOut(delivery, Verdict.deadLetter("no use"));

            assertThat(message.lastAck()).isEqualTo(io.nats.client.impl.AckType.AckNak);
            assertThat(consumer().getNumAckPending()).isEqualTo(1);
        } finally {
            management.updateStream(dlq);
        }
    }

    @Test
    void retriesWhatAHandlerThrewOutOf() throws Exception {
        createStream();
        publish(1);

        try (PullLoop loop = PullLoop.start(connection, spec, message -> {
            handled.add("try " + message.deliveries());
            if (message.deliveries() == 1) {
                throw new IllegalStateException("told to fail");
            }
            return Verdict.ack();
        })) {
            assertThat(next()).isEqualTo("try 1");
            assertThat(next()).isEqualTo("try 2");
        }
    }

    @Test
    void waitsForAStreamThatIsNotThereYet() throws Exception {
        try (PullLoop loop = PullLoop.start(connection, spec, this::ack)) {
            assertThat(loop.isBound()).isFalse();

            createStream();
            publish(1);

            assertThat(next()).isEqualTo("m0");
            assertThat(loop.isBound()).isTrue();
        }
    }

    @Test
    void makesAConsumerAgainThatWasDeletedBehindItsBack() throws Exception {
        createStream();
        publish(1);
        try (PullLoop loop = PullLoop.start(connection, spec, this::ack)) {
            assertThat(next()).isEqualTo("m0");

            nats().jetStreamManagement().deleteConsumer(name, name);

            // Its position went with it, so that it begins anew: at least once, never silence.
            assertThat(next()).isEqualTo("m0");
        }
    }

    @Test
    void handlesNothingWhilePausedAndAllOfItAfterwards() throws Exception {
        createStream();
        try (PullLoop loop = PullLoop.start(connection, spec, this::ack)) {
            publish(1);
            assertThat(next()).isEqualTo("m0");
            loop.pause();
            await().atMost(DEADLINE).until(() -> consumer().getNumWaiting() == 0);

            nats().jetStream().publish(name + ".x", bytes("later"));

            assertThat(handled.poll(500, TimeUnit.MILLISECONDS)).isNull();
            assertThat(loop.isBound()).isTrue();
            assertThat(consumer().getDelivered().getConsumerSequence()).isEqualTo(1);
            loop.resume();
            assertThat(next()).isEqualTo("later");
        }
    }

    @Test
    void closesOnceTheHandlersInFlightHaveEndedAndTheirAcksAreOut() throws Exception {
        createStream();
        publish(4);
        CountDownLatch started = new CountDownLatch(4);
        CountDownLatch go = new CountDownLatch(1);
        PullLoop loop = PullLoop.start(connection, spec, message -> {
            started.countDown();
            go.await();
            return ack(message);
        });
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        publish(8);

        Thread closing = Thread.startVirtualThread(loop::close);
        go.countDown();

        assertThat(closing.join(DEADLINE)).isTrue();
        ConsumerInfo info = consumer();
        assertThat(info.getNumAckPending()).isZero();
        assertThat(handled).hasSize((int) info.getDelivered().getConsumerSequence());
    }

    @Test
    void changesWhatCanBeChangedAndKeepsThePosition() throws Exception {
        createStream();
        publish(1);
        try (PullLoop loop = PullLoop.start(connection, spec, this::ack)) {
            assertThat(next()).isEqualTo("m0");
        }

        PullSpec other = new PullSpec(
                name, name, name, List.of(name + ".x", name + ".y"), spec.start(), 7, Duration.ofSeconds(9), 3, 10);
        Consumers.ensure(nats(), other);

        ConsumerConfiguration stored = consumer().getConsumerConfiguration();
        assertThat(stored.getFilterSubjects()).containsExactlyInAnyOrder(name + ".x", name + ".y");
        assertThat(stored.getAckWait()).isEqualTo(Duration.ofSeconds(9));
        assertThat(stored.getMaxAckPending()).isEqualTo(17);
        assertThat(stored.getMaxDeliver()).isEqualTo(-1);
        assertThat(stored.getBackoff()).isEmpty();
        assertThat(consumer().getDelivered().getStreamSequence()).isEqualTo(1);
    }

    @Test
    void refusesAConsumerThatCannotBeChangedInWords() throws Exception {
        createStream();
        nats().jetStreamManagement()
                .addOrUpdateConsumer(
                        name,
                        ConsumerConfiguration.builder()
                                .durable(name)
                                .ackPolicy(AckPolicy.None)
                                .build());

        assertThatThrownBy(() -> Consumers.ensure(nats(), spec))
                .isInstanceOf(EventBusException.class)
                .hasMessageContaining("ack policy none")
                .hasMessageContaining("another name");
    }

    private Verdict ack(PulledMessage message) {
        handled.add(new String(message.data(), StandardCharsets.UTF_8));
        return Verdict.ack();
    }

    private String next() throws InterruptedException {
        String next = handled.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        assertThat(next).as("handled within the deadline").isNotNull();
        return next;
    }

    private void createStream() {
        Streams.ensure(connection, StreamSpec.of(name, List.of(name + ".>")));
    }

    private void publish(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            nats().jetStream().publish(name + ".x", bytes("m" + i));
        }
    }

    private ConsumerInfo consumer() throws Exception {
        return nats().jetStreamManagement().getConsumerInfo(name, name);
    }

    private static Connection nats() {
        return connection.require("Could not test");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String header(Message message, String name) {
        return message.getHeaders().getFirst(name);
    }
}
