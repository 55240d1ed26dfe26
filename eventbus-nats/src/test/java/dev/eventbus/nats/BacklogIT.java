package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.EventBus;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.nats.server.NatsServer;
import dev.eventbus.testkit.TestEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Much that waits, and much that is under way at the end. A backlog of another size:
 * {@code -Dit.test=BacklogIT -Deventbus.backlog=1000000}.
 */
class BacklogIT {
    private static final int BACKLOG = Integer.getInteger("eventbus.backlog", 100_000);
    private static final int IN_FLIGHT = 10_000;
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private NatsServer server;
    private NatsSettings settings;
    private NatsConnection connection;

    @BeforeEach
    void start() {
        server = NatsServer.start();
        settings = NatsSettings.of(server.url());
        connection = NatsConnection.connect(settings);
        assertThat(connection.awaitConnected(DEADLINE)).isTrue();
    }

    @AfterEach
    void stop() {
        connection.close();
        server.close();
    }

    @Test
    void aBacklogDrainsInAHeapThatCouldNotHoldIt(@TempDir Path folder, TestReporter reporter) throws Exception {
        store(BACKLOG);
        Path output = folder.resolve("output");

        Process consumer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DrainBacklog.class.getName(),
                        server.url(),
                        Integer.toString(BACKLOG))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(consumer.waitFor(15, TimeUnit.MINUTES)).isTrue();
        } finally {
            consumer.destroyForcibly();
        }

        String said = Files.readString(output);
        reporter.publishEntry("backlog", said.strip());
        assertThat(consumer.exitValue()).as(said).isZero();
        assertThat(said).contains("handled " + BACKLOG);
    }

    @Test
    void aDrainWithMuchInFlightLeavesNothingToBeDeliveredAgain() throws Exception {
        store(IN_FLIGHT + 2_000);
        Set<String> handled = ConcurrentHashMap.newKeySet();
        CountDownLatch inFlight = new CountDownLatch(IN_FLIGHT);
        CountDownLatch go = new CountDownLatch(1);
        try (EventBus bus = bus()) {
            bus.subscribe(options(), event -> {
                inFlight.countDown();
                go.await();
                handled.add(event.id());
            });
            assertThat(inFlight.await(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();

            Thread draining = Thread.startVirtualThread(() -> bus.drain(DEADLINE));
            go.countDown();
            assertThat(draining.join(DEADLINE)).isTrue();
        }

        assertThat(handled).hasSizeGreaterThanOrEqualTo(IN_FLIGHT);
        Set<String> again = ConcurrentHashMap.newKeySet();
        AtomicInteger redelivered = new AtomicInteger();
        CountDownLatch rest = new CountDownLatch(IN_FLIGHT + 2_000 - handled.size());
        try (EventBus bus = bus()) {
            bus.subscribe(options(), event -> {
                if (handled.contains(event.id()) || !again.add(event.id())) {
                    redelivered.incrementAndGet();
                }
                rest.countDown();
            });
            assertThat(rest.await(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            bus.drain(DEADLINE);
        }
        assertThat(redelivered).hasValue(0);
        assertThat(connection
                        .require("Could not test")
                        .jetStreamManagement()
                        .getConsumerInfo(NatsTransport.STREAM, "drained")
                        .getNumAckPending())
                .isZero();
    }

    private EventBus bus() {
        return EventBus.builder()
                .transport(NatsTransport.open(connection, settings))
                .build();
    }

    private static SubscribeOptions options() {
        return SubscribeOptions.to("r.e")
                .allOrgs()
                .durable("drained")
                .concurrency(IN_FLIGHT)
                .ackWait(DEADLINE);
    }

    private void store(int count) throws Exception {
        CountDownLatch acknowledged = new CountDownLatch(count);
        AtomicInteger failed = new AtomicInteger();
        try (NatsTransport transport = NatsTransport.open(connection, settings.withPublishDeadline(DEADLINE))) {
            for (int i = 0; i < count; i++) {
                Event event = TestEvents.on("events.o.s.r.e.i" + i % 1_000);
                transport.publish(event, event.topic(), Durability.PERSISTENT).whenComplete((published, failure) -> {
                    failed.addAndGet(failure == null ? 0 : 1);
                    acknowledged.countDown();
                });
            }
            assertThat(acknowledged.await(10, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(failed).hasValue(0);
    }
}
