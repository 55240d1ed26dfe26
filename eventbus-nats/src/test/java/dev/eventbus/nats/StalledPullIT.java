package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.eventbus.Verdict;
import dev.eventbus.nats.server.NatsServer;
import dev.eventbus.nats.server.TcpProxy;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.PullSubscribeOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Everything that makes a consumer give nothing although it has something. */
class StalledPullIT {
    private static final long DEADLINE = 40;
    private static final PullSpec SPEC = PullSpec.of("d", "s.>").withConcurrency(4);

    private final LinkedBlockingQueue<String> handled = new LinkedBlockingQueue<>();
    private final AtomicLong nanos = new AtomicLong();
    private NatsServer server;
    private TcpProxy proxy;
    private NatsConnection direct;

    @BeforeEach
    void start() {
        server = NatsServer.start();
        proxy = TcpProxy.before(server);
        direct = NatsConnection.connect(NatsSettings.of(server.url()));
        assertThat(direct.awaitConnected(Duration.ofSeconds(20))).isTrue();
        Streams.ensure(direct, StreamSpec.of("S", List.of("s.>")));
    }

    @AfterEach
    void stop() {
        direct.close();
        proxy.close();
        server.close();
    }

    @Test
    void goesOnAfterItsConnectionWasCut() throws Exception {
        try (NatsConnection own = NatsConnection.connect(NatsSettings.of(proxy.url()));
                PullLoop loop = PullLoop.start(own, SPEC, this::ack)) {
            publish("before");
            assertNext("before");

            proxy.cut();
            publish("after");

            assertNext("after");
        }
    }

    @Test
    void goesOnAfterItsConnectionWentDeadWithoutAWord() throws Exception {
        try (NatsConnection own = NatsConnection.connect(NatsSettings.of(proxy.url()), Duration.ofMillis(500));
                PullLoop loop = PullLoop.start(own, SPEC.withAckWait(Duration.ofSeconds(2)), this::ack)) {
            publish("before");
            assertNext("before");

            proxy.goDead();
            publish("after");

            assertNext("after");
        }
    }

    @Test
    void goesOnAfterItsServerStoodStill() throws Exception {
        try (PullLoop loop = PullLoop.start(direct, SPEC.withAckWait(Duration.ofSeconds(2)), this::ack)) {
            publish("before");
            assertNext("before");

            server.suspend();
            assertThat(handled.poll(4, TimeUnit.SECONDS))
                    .as("longer than a pull")
                    .isNull();
            server.resume();
            publish("after");

            assertNext("after");
        }
    }

    @Test
    void isOnlySlowedDownByASlowLine() throws Exception {
        proxy.delay(Duration.ofMillis(50));
        try (NatsConnection own = NatsConnection.connect(NatsSettings.of(proxy.url()));
                PullLoop loop = PullLoop.start(own, SPEC, this::ack)) {
            List<String> sent = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                sent.add("m" + i);
                publish("m" + i);
            }

            List<String> got = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                got.add(handled.poll(DEADLINE, TimeUnit.SECONDS));
            }
            assertThat(got).containsExactlyInAnyOrderElementsOf(sent);
        }
        assertThat(management().getConsumerInfo("S", "d").getRedelivered()).isZero();
    }

    @Test
    void waitsWhileAnOperatorPausesTheConsumer() throws Exception {
        assumeTrue(ServerFeature.CONSUMER_PAUSE.isIn(nats().getServerInfo()), "the server is too old to pause");
        try (PullLoop loop = PullLoop.start(direct, SPEC, this::ack)) {
            publish("before");
            assertNext("before");

            management().pauseConsumer("S", "d", ZonedDateTime.now().plusHours(1));
            publish("after");
            assertThat(handled.poll(1, TimeUnit.SECONDS)).isNull();
            assertThat(suspicionAfterPatience()).isEmpty();
            assertThat(loop.isBound()).isTrue();
            management().resumeConsumer("S", "d");

            assertNext("after");
        }
    }

    @Test
    void suspectsAConsumerThatHasSomethingAndGivesNothing() throws Exception {
        Consumers.ensure(nats(), SPEC);
        PullWatch watch = new PullWatch("d", nanos::get);
        assertThat(suspicion(watch)).as("nothing is there").isEmpty();
        publish("lost");

        nanos.addAndGet(PullWatch.PATIENCE.toNanos() - 1);
        assertThat(suspicion(watch)).as("patience").isEmpty();
        nanos.incrementAndGet();

        assertThat(suspicion(watch)).contains("nothing came for PT15S although 1 messages are there");
        assertThat(suspicion(watch)).as("patience anew").isEmpty();
    }

    @Test
    void suspectsNothingWhereAllThatMayBeUnsettledIs() throws Exception {
        Consumers.ensure(nats(), SPEC.withParkingRoom(0).withConcurrency(1));
        publish("taken");
        publish("waits");
        var elsewhere = nats().jetStream().subscribe(null, PullSubscribeOptions.bind("S", "d"));
        assertThat(elsewhere.fetch(1, Duration.ofSeconds(20))).hasSize(1);

        assertThat(suspicionAfterPatience()).isEmpty();
    }

    @Test
    void suspectsAConsumerThatIsGone() throws Exception {
        assertThat(suspicionAfterPatience()).contains("the consumer is gone");
    }

    @Test
    void suspectsAServerThatDoesNotAnswer() {
        server.suspend();

        assertThat(suspicionAfterPatience()).get().asString().contains("the server did not answer");
        server.resume();
    }

    private java.util.Optional<String> suspicionAfterPatience() {
        PullWatch watch = new PullWatch("d", nanos::get);
        nanos.addAndGet(PullWatch.PATIENCE.toNanos());
        return suspicion(watch);
    }

    private java.util.Optional<String> suspicion(PullWatch watch) {
        return watch.suspicion(nats(), "S");
    }

    /** What was on its way when a line broke comes again, possibly behind its successor. */
    private void assertNext(String expected) throws InterruptedException {
        Set<String> seen = new java.util.LinkedHashSet<>();
        for (String next = poll(); next != null; next = poll()) {
            seen.add(next);
            if (next.equals(expected)) {
                return;
            }
        }
        assertThat(seen).as("came within the deadline").contains(expected);
    }

    private String poll() throws InterruptedException {
        return handled.poll(DEADLINE, TimeUnit.SECONDS);
    }

    private Verdict ack(PulledMessage message) {
        handled.add(new String(message.data(), StandardCharsets.UTF_8));
        return Verdict.ACK;
    }

    private void publish(String text) throws Exception {
        nats().jetStream().publish("s.x", text.getBytes(StandardCharsets.UTF_8));
    }

    private JetStreamManagement management() throws Exception {
        return nats().jetStreamManagement();
    }

    private Connection nats() {
        return direct.require("Could not test");
    }
}
