package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.EventBus;
import dev.eventbus.EventContext;
import dev.eventbus.EventDraft;
import dev.eventbus.Published;
import dev.eventbus.Verdict;
import dev.eventbus.nats.PublishFailedException.Reason;
import dev.eventbus.nats.server.NatsServer;
import dev.eventbus.nats.server.TcpProxy;
import dev.eventbus.testkit.TestEvents;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.DurableSpec;
import dev.eventbus.transport.StartAt;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NatsOutageIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final TopicPattern ALL = TopicPattern.parse("events.>");

    @Test
    void losesNoAcknowledgedEventWhenTheServerIsKilledAndResumes() throws Exception {
        try (NatsServer server = NatsServer.start();
                NatsConnection connection = NatsConnection.connect(NatsSettings.of(server.url()));
                NatsTransport transport = open(connection, server.url())) {
            Set<String> handled = ConcurrentHashMap.newKeySet();
            transport.consume(durable("killed"), delivery -> {
                handled.add(delivery.event().id());
                delivery.settle(Verdict.ACK);
            });
            Map<String, CompletableFuture<Published>> sent = new ConcurrentHashMap<>();
            for (int i = 0; i < 600; i++) {
                Event event = TestEvents.on("events.o.s.r.e.i" + i);
                sent.put(event.id(), publish(transport, event));
                if (i == 300) {
                    server.kill();
                    server.restart();
                }
            }

            await().atMost(DEADLINE).until(() -> sent.values().stream().allMatch(CompletableFuture::isDone));
            Set<String> acknowledged = sent.entrySet().stream()
                    .filter(entry -> !entry.getValue().isCompletedExceptionally())
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            assertThat(acknowledged)
                    .as("tried again under the same id until it was certain")
                    .hasSize(600);
            await().atMost(DEADLINE).untilAsserted(() -> assertThat(handled).containsAll(acknowledged));
        }
    }

    @Test
    void storesEachEventOnceAlthoughItsLineIsCutAgainAndAgain() throws Exception {
        try (NatsServer server = NatsServer.start();
                TcpProxy proxy = TcpProxy.before(server);
                NatsConnection connection = NatsConnection.connect(NatsSettings.of(proxy.url()));
                NatsTransport transport = NatsTransport.open(
                        connection, NatsSettings.of(proxy.url()).withPublishDeadline(DEADLINE))) {
            List<CompletableFuture<Published>> sent = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                sent.add(publish(transport, TestEvents.on("events.o.s.r.e.i" + i)));
                if (i % 200 == 100) {
                    proxy.cut();
                }
            }

            for (CompletableFuture<Published> publish : sent) {
                assertThat(publish.get(40, TimeUnit.SECONDS).position().isStored())
                        .isTrue();
            }
            long stored = connection
                    .require("Could not test")
                    .jetStreamManagement()
                    .getStreamInfo(NatsTransport.STREAM)
                    .getStreamState()
                    .getMsgCount();
            assertThat(stored).isEqualTo(600);
        }
    }

    @Test
    void startsWhileTheServerIsAwayAndSaysThatItIs() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String url = "nats://127.0.0.1:" + port;
        NatsSettings settings = NatsSettings.of(url).withPublishDeadline(Duration.ofMillis(500));
        try (NatsConnection connection = NatsConnection.connect(settings);
                NatsTransport transport = NatsTransport.open(connection, settings)) {
            LinkedBlockingQueue<String> live = new LinkedBlockingQueue<>();
            LinkedBlockingQueue<String> durable = new LinkedBlockingQueue<>();
            transport.listen(ALL, (event, topic, position) -> live.add(event.id()));
            transport.consume(durable("early"), delivery -> {
                durable.add(delivery.event().id());
                delivery.settle(Verdict.ACK);
            });
            Event event = TestEvents.on("events.o.s.r.e.i");
            assertThat(transport.isReady()).isFalse();
            assertReason(publish(transport, event), Reason.NOT_CONNECTED);
            assertReason(
                    transport
                            .publish(event, event.topic(), Durability.EPHEMERAL)
                            .toCompletableFuture(),
                    Reason.NOT_CONNECTED);

            try (NatsServer server = NatsServer.builder().port(port).start()) {
                await().atMost(DEADLINE).until(transport::isReady);
                publish(transport, event).get(10, TimeUnit.SECONDS);

                assertThat(live.poll(10, TimeUnit.SECONDS)).isEqualTo(event.id());
                assertThat(durable.poll(10, TimeUnit.SECONDS)).isEqualTo(event.id());
            }
        }
    }

    @Test
    void aBusOlderThanItsServerTakesWhatTheServerTakes() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        NatsSettings settings = NatsSettings.of("nats://127.0.0.1:" + port);
        try (NatsConnection connection = NatsConnection.connect(settings);
                EventBus bus = EventBus.builder()
                        .transport(NatsTransport.open(connection, settings))
                        .build();
                NatsServer server = NatsServer.builder().port(port).start()) {
            assertThat(connection.awaitConnected(DEADLINE)).isTrue();
            EventContext context = EventContext.of("o", "s");

            Published published = bus.publish(
                            context, "r.e", EventDraft.of("x".repeat(2_000_000)), Durability.PERSISTENT)
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);

            assertThat(published.position().isStored()).isTrue();
            assertThatThrownBy(() ->
                            bus.publish(context, "r.e", EventDraft.of("x".repeat(4 << 20)), Durability.PERSISTENT))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("4193792");
        }
    }

    @Test
    void anUnansweredPublishIsUnknownNotFailed() throws Exception {
        try (NatsServer server = NatsServer.start();
                NatsConnection connection = NatsConnection.connect(NatsSettings.of(server.url()))) {
            NatsSettings hasty = NatsSettings.of(server.url()).withPublishDeadline(Duration.ofMillis(500));
            try (NatsTransport transport = NatsTransport.open(connection, hasty)) {
                assertThat(transport.isReady()).isTrue();
                server.suspend();
                Event event = firstUnanswered(transport);

                server.resume();
                Published again = publish(transport, event).get(10, TimeUnit.SECONDS);
                assertThat(again.duplicate()).as("it had been stored after all").isTrue();
            }
        }
    }

    @Test
    void whatIsNoEventIsDeadLetteredAndBlocksNothing() throws Exception {
        try (NatsServer server = NatsServer.start();
                NatsConnection connection = NatsConnection.connect(NatsSettings.of(server.url()));
                NatsTransport transport = open(connection, server.url())) {
            Event event = TestEvents.on("events.o.s.r.e.i");
            var jetStream = connection.require("Could not test").jetStream();
            jetStream.publish("events.o.s.r.e.i", new byte[] {1, 2});
            jetStream.publish("events.another.s.r.e.i", dev.eventbus.json.EventCodec.encode(event));
            publish(transport, event).get(10, TimeUnit.SECONDS);

            List<String> handled = new ArrayList<>();
            transport.consume(durable("odd"), delivery -> {
                handled.add(delivery.event().id());
                delivery.settle(Verdict.ACK);
            });

            await().atMost(DEADLINE).untilAsserted(() -> assertThat(handled).containsExactly(event.id()));
            assertThat(DeadLetterQueue.of(connection).read("dlq.odd.>", 2))
                    .extracting(letter -> letter.getHeaders().getFirst(DeadLetters.CLASS))
                    .containsExactly(Verdict.DeadLetter.MALFORMED, Verdict.DeadLetter.MALFORMED);
        }
    }

    /** A frozen process may answer once more, because freezing takes a moment. */
    private static Event firstUnanswered(NatsTransport transport) {
        for (int i = 0; i < 20; i++) {
            Event event = TestEvents.on("events.o.s.r.e.i");
            CompletableFuture<Published> publish = publish(transport, event);
            if (publish.handle((published, failure) -> failure != null).join()) {
                assertReason(publish, Reason.UNKNOWN);
                return event;
            }
        }
        throw new AssertionError("the frozen server went on answering");
    }

    private static NatsTransport open(NatsConnection connection, String url) {
        return NatsTransport.open(connection, NatsSettings.of(url));
    }

    private static DurableSpec durable(String name) {
        return new DurableSpec(name, ALL, StartAt.all(), false, 16, Duration.ofSeconds(2), 5);
    }

    private static CompletableFuture<Published> publish(NatsTransport transport, Event event) {
        return transport.publish(event, event.topic(), Durability.PERSISTENT).toCompletableFuture();
    }

    private static void assertReason(CompletableFuture<Published> publish, Reason reason) {
        assertThatThrownBy(() -> publish.get(10, TimeUnit.SECONDS))
                .cause()
                .satisfies(failure -> assertThat(failure)
                        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(PublishFailedException.class))
                        .extracting(PublishFailedException::reason)
                        .isEqualTo(reason));
    }
}
