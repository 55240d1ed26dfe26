package dev.eventbus.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.EventBus;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.Verdict;
import dev.eventbus.jdbc.JdbcInbox;
import dev.eventbus.json.EventCodec;
import dev.eventbus.nats.NatsConnection;
import dev.eventbus.nats.NatsSettings;
import dev.eventbus.nats.NatsTransport;
import dev.eventbus.nats.server.NatsServer;
import dev.eventbus.outbox.OutboxWriter.Recorded;
import dev.eventbus.outbox.OutboxWriter.Work;
import dev.eventbus.retry.Backoff;
import dev.eventbus.retry.RetryPolicy;
import dev.eventbus.testkit.TestEvents;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.DurableSpec;
import dev.eventbus.transport.StartAt;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutboxThroughNatsIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int WRITERS = 4;
    private static final int TRANSACTIONS = 150;

    @Test
    void everyCommittedEventIsStoredOnceAndInOrderWhateverIsKilled() throws Exception {
        Recorded recorded = new Recorded(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
        try (NatsServer server = NatsServer.start();
                Database database = Database.start();
                NatsConnection connection = NatsConnection.connect(NatsSettings.of(server.url()));
                EventBus bus = bus(connection, server)) {
            Outbox outbox = Outbox.create();
            database.run(outbox.ddl());
            try (OutboxRelay first = relay(database, "relay-1", bus);
                    OutboxRelay second = relay(database, "relay-2", bus);
                    ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Void>> writing = new ArrayList<>();
                for (int i = 0; i < WRITERS; i++) {
                    writing.add(writers.submit(new OutboxWriter(
                            recorded, database.source("writer"), outbox, new Work(TRANSACTIONS, 42 + i))));
                }
                await().atMost(DEADLINE).until(() -> recorded.committed().size() > WRITERS * TRANSACTIONS / 3);
                kill(database, "relay-1");
                server.kill();
                kill(database, "relay-2");
                server.restart();
                kill(database, "relay-1");
                for (Future<Void> writer : writing) {
                    writer.get(60, TimeUnit.SECONDS);
                }
                first.close();

                await().atMost(DEADLINE).until(() -> second.status().pending() == 0);
            }

            List<Event> stored = stored(connection, server, recorded.committed().size());

            assertThat(stored.stream().map(Event::id))
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(recorded.committed().keySet());
            assertThat(recorded.rolledBack()).isNotEmpty();
            assertThat(inversions(stored, recorded.committed())).isZero();
        }
    }

    /** Ends a relay's connection while it has rows claimed. */
    private static void kill(Database database, String relay) {
        await().atMost(DEADLINE).pollInterval(Duration.ofMillis(2)).until(() -> database.kill(relay) > 0);
    }

    private static OutboxRelay relay(Database database, String name, EventBus bus) {
        return OutboxRelay.builder(database.source(name), bus)
                .batchSize(10)
                .pollInterval(Duration.ofMillis(20))
                .retryAfter(Backoff.fixed(Duration.ofMillis(100)))
                .start();
    }

    private static EventBus bus(NatsConnection connection, NatsServer server) {
        return EventBus.builder()
                .transport(NatsTransport.open(connection, NatsSettings.of(server.url())))
                .build();
    }

    /** The stream as it is: by position, what is delivered again counted once. */
    private static List<Event> stored(NatsConnection connection, NatsServer server, int atLeast) {
        ConcurrentSkipListMap<Long, Event> stored = new ConcurrentSkipListMap<>();
        CountDownLatch end = new CountDownLatch(1);
        DurableSpec spec = new DurableSpec(
                "audit", TopicPattern.parse("events.>"), StartAt.all(), false, 16, Duration.ofSeconds(30), 10);
        try (NatsTransport transport = NatsTransport.open(connection, NatsSettings.of(server.url()))) {
            transport.consume(spec, delivery -> {
                delivery.settle(Verdict.ACK);
                if (delivery.event().id().equals("end")) {
                    end.countDown();
                } else {
                    stored.put(delivery.attempt().position().sequence(), delivery.event());
                }
            });
            await().atMost(DEADLINE).until(() -> stored.size() >= atLeast);
            Event last = TestEvents.on("events.o.s.r.e.i", "end");
            transport.publish(last, last.topic(), Durability.PERSISTENT);
            await().atMost(DEADLINE).until(() -> end.getCount() == 0);
        }
        return List.copyOf(stored.values());
    }

    private static long inversions(List<Event> stored, Map<String, Long> positions) {
        Map<String, Long> lastOfKey = new HashMap<>();
        return stored.stream()
                .filter(event -> {
                    long position = positions.getOrDefault(event.id(), -1L);
                    Long before = lastOfKey.put(event.resourceId(), position);
                    return before != null && before > position;
                })
                .count();
    }

    @Test
    void anInboxMakesEffectsHappenOnceWhateverIsDeliveredTwice() throws Exception {
        int events = 100;
        try (NatsServer server = NatsServer.start();
                Database database = Database.start();
                Connection raw = Nats.connect(server.url());
                NatsConnection connection = NatsConnection.connect(NatsSettings.of(server.url()));
                EventBus one = bus(connection, server);
                EventBus two = bus(connection, server)) {
            JdbcInbox inbox = JdbcInbox.create(database.source("inbox"));
            database.run(inbox.ddl());
            database.run("CREATE TABLE effect (event_id text)");
            Set<String> failed = ConcurrentHashMap.newKeySet();
            Set<String> seen = ConcurrentHashMap.newKeySet();
            for (EventBus bus : List.of(one, two)) {
                bus.subscribe(billing(), inbox.handler("billing", (transaction, event) -> {
                    try (PreparedStatement insert = transaction.prepareStatement("INSERT INTO effect VALUES (?)")) {
                        insert.setString(1, event.id());
                        insert.executeUpdate();
                    }
                    if (event.id().hashCode() % 5 == 0 && failed.add(event.id())) {
                        throw new IllegalStateException("after the effect");
                    }
                    seen.add(event.id());
                }));
            }
            for (int i = 0; i < events; i++) {
                Event event = TestEvents.on("events.o.shop.order.placed.order-" + i, "e" + i);
                one.publish(event, Durability.PERSISTENT).toCompletableFuture().get(20, TimeUnit.SECONDS);
                // Without its id as message id the stream takes it for another one, as it does after its window.
                raw.publish(event.topic().toString(), EventCodec.encode(event));
            }

            await().atMost(DEADLINE).until(() -> seen.size() == events);
            await().atMost(DEADLINE).until(() -> settled(raw));

            assertThat(failed).isNotEmpty();
            assertThat(database.count("SELECT count(*) FROM effect")).isEqualTo(events);
            assertThat(database.count("SELECT count(DISTINCT event_id) FROM effect"))
                    .isEqualTo(events);
        }
    }

    private static boolean settled(Connection raw) throws Exception {
        var state = raw.jetStreamManagement().getConsumerInfo(NatsTransport.STREAM, "billing");
        return state.getNumPending() == 0 && state.getNumAckPending() == 0;
    }

    private static SubscribeOptions billing() {
        return SubscribeOptions.to("order.placed")
                .allOrgs()
                .durable("billing")
                .concurrency(4)
                .retry(RetryPolicy.fixed(Duration.ofMillis(10), 5));
    }
}
