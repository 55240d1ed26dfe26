package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.Verdict;
import dev.eventbus.nats.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.api.ConsumerInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A stream of its own per test, and a loop to read it. */
abstract class PullLoopScenario {
    static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final AtomicInteger TESTS = new AtomicInteger();
    static NatsServer server;
    static NatsConnection connection;

    final LinkedBlockingQueue<String> handled = new LinkedBlockingQueue<>();
    String name;
    PullSpec spec;

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

    Verdict ack(PulledMessage message) {
        handled.add(new String(message.data(), StandardCharsets.UTF_8));
        return Verdict.ack();
    }

    String next() throws InterruptedException {
        String next = handled.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        assertThat(next).as("handled within the deadline").isNotNull();
        return next;
    }

    void createStream() {
        Streams.ensure(connection, StreamSpec.of(name, List.of(name + ".>")));
    }

    void publish(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            nats().jetStream().publish(name + ".x", bytes("m" + i));
        }
    }

    ConsumerInfo consumer() throws Exception {
        return nats().jetStreamManagement().getConsumerInfo(name, name);
    }

    static Connection nats() {
        return connection.require("Could not test");
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String header(Message message, String name) {
        return message.getHeaders().getFirst(name);
    }
}
