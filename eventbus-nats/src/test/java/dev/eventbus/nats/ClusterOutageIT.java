package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.Verdict;
import dev.eventbus.nats.server.NatsCluster;
import dev.eventbus.nats.server.NatsServer;
import dev.eventbus.testkit.TestEvents;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.DurableSpec;
import dev.eventbus.transport.StartAt;
import io.nats.client.JetStreamManagement;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** One of three servers dies; two are a majority. */
class ClusterOutageIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final TopicPattern ALL = TopicPattern.parse("events.>");
    private static final Duration PACE = Duration.ofNanos(500_000);
    private static NatsCluster cluster;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Map<String, String> failed = new ConcurrentHashMap<>();
    private final Set<String> handled = ConcurrentHashMap.newKeySet();
    private final AtomicLong lastAcknowledged = new AtomicLong(System.nanoTime());
    private final AtomicLong longestSilence = new AtomicLong();
    private NatsConnection connection;
    private NatsTransport transport;

    @BeforeAll
    static void startCluster() {
        cluster = NatsCluster.start();
    }

    @AfterAll
    static void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    void open() {
        cluster.restartDead();
        NatsSettings settings = NatsSettings.of(cluster.url()).withReplicas(3).withPublishDeadline(DEADLINE);
        connection = NatsConnection.connect(settings);
        transport = NatsTransport.open(connection, settings);
        await().atMost(DEADLINE).until(transport::isReady);
    }

    @AfterEach
    void close() {
        transport.close();
        connection.close();
    }

    @Test
    void losesNothingAcknowledgedWhenTheLeaderDiesAndGoesOnPublishing(TestReporter reporter) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        Thread publishing = Thread.startVirtualThread(() -> publishUntil(stop));
        await().atMost(DEADLINE).until(() -> acknowledged.size() > 500);

        leader().kill();
        int before = acknowledged.size();
        await().atMost(DEADLINE).until(() -> acknowledged.size() > before + 2_500);
        stop.set(true);
        assertThat(publishing.join(DEADLINE)).isTrue();

        assertThat(failed.values().stream().limit(1))
                .as("tried under the same id until there was a leader")
                .isEmpty();
        cluster.restartDead();
        consume("after");
        await().atMost(DEADLINE).until(() -> handled.containsAll(acknowledged));
        reporter.publishEntry("acknowledged", Integer.toString(acknowledged.size()));
        reporter.publishEntry(
                "longest silence", Duration.ofNanos(longestSilence.get()).toString());
    }

    @Test
    void handlesEveryEventAlthoughANodeDiesWhileItConsumes() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        consume("during");
        Thread publishing = Thread.startVirtualThread(() -> publishUntil(stop));
        await().atMost(DEADLINE).until(() -> handled.size() > 200);

        NatsServer consumersLeader = cluster.node(management()
                .getConsumerInfo(NatsTransport.STREAM, "during")
                .getClusterInfo()
                .getLeader());
        consumersLeader.kill();
        int before = handled.size();
        await().atMost(DEADLINE).until(() -> handled.size() > before + 500);
        stop.set(true);
        assertThat(publishing.join(DEADLINE)).isTrue();

        await().atMost(DEADLINE).until(() -> handled.containsAll(acknowledged));
    }

    private void publishUntil(AtomicBoolean stop) {
        Semaphore window = new Semaphore(200);
        for (int i = 0; !stop.get(); i++) {
            Event event = TestEvents.on("events.o.s.r.e.i" + i);
            window.acquireUninterruptibly();
            LockSupport.parkNanos(PACE.toNanos()); // no faster than it can be read again while others work here
            transport.publish(event, event.topic(), Durability.PERSISTENT).whenComplete((published, failure) -> {
                window.release();
                if (failure == null) {
                    acknowledged.add(event.id());
                    long now = System.nanoTime();
                    longestSilence.accumulateAndGet(now - lastAcknowledged.getAndSet(now), Math::max);
                } else {
                    failed.put(event.id(), String.valueOf(failure.getMessage()));
                }
            });
        }
        window.acquireUninterruptibly(200);
    }

    private void consume(String name) {
        DurableSpec spec = new DurableSpec(name, ALL, StartAt.all(), false, 200, Duration.ofSeconds(5), 20);
        transport.consume(spec, delivery -> {
            handled.add(delivery.event().id());
            delivery.settle(Verdict.ACK);
        });
    }

    private NatsServer leader() throws Exception {
        return cluster.node(management()
                .getStreamInfo(NatsTransport.STREAM)
                .getClusterInfo()
                .getLeader());
    }

    private JetStreamManagement management() throws IOException {
        return connection.require("Could not test").jetStreamManagement();
    }
}
