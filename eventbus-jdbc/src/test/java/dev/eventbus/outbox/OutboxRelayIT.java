package dev.eventbus.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.eventbus.Event;
import dev.eventbus.EventBus;
import dev.eventbus.EventBusException;
import dev.eventbus.jdbc.Postgres;
import dev.eventbus.memory.MemoryTransport;
import dev.eventbus.retry.Backoff;
import dev.eventbus.testkit.ManualClock;
import dev.eventbus.testkit.TestEvents;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxRelayIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration HOUR = Duration.ofHours(1);

    private final Publishes publishes = new Publishes();
    private final EventBus bus = EventBus.builder()
            .transport(new MemoryTransport())
            .intercept(publishes)
            .build();
    private final Outbox outbox = Outbox.builder().table("relay_outbox").build();

    @BeforeEach
    void emptyTable() throws Exception {
        Postgres.run("DROP TABLE IF EXISTS relay_outbox");
        Postgres.run(outbox.ddl());
    }

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void publishesWhatIsThereAndThenWhatItIsWokenFor() throws Exception {
        String before = add(TestEvents.on("events.o.s.r.e.i"));
        try (OutboxRelay relay = builder().pollInterval(HOUR).start()) {
            awaitStored(List.of(before));

            String after = add(TestEvents.on("events.o.s.r.e.i"));
            relay.wake();

            awaitStored(List.of(before, after));
        }
    }

    @Test
    void pollsWhereNobodyWakesIt() throws Exception {
        try (OutboxRelay relay = builder().pollInterval(Duration.ofMillis(20)).start()) {
            String id = add(TestEvents.on("events.o.s.r.e.i"));

            awaitStored(List.of(id));
            await().atMost(DEADLINE).until(() -> relay.status().pending() == 0);
        }
    }

    @Test
    void worksOffABacklogOfOneKeyInOrderBatchAfterBatch() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            ids.add(add(TestEvents.on("events.o.s.r.e.i")));
        }

        try (OutboxRelay relay = builder().batchSize(7).pollInterval(HOUR).start()) {
            awaitStored(ids);
        }
    }

    @Test
    void keysThatWaitDoNotHideThoseBehindThem() throws Exception {
        for (int i = 0; i < 5; i++) {
            publishes.fail(add(TestEvents.on("events.o.s.r.e.stuck" + i)), new EventBusException("no"));
        }
        String other = add(TestEvents.on("events.o.s.r.e.z"));

        try (OutboxRelay relay = builder()
                .batchSize(2)
                .pollInterval(Duration.ofMillis(5))
                .retryAfter(Backoff.fixed(HOUR))
                .start()) {
            awaitStored(List.of(other));
            await().atMost(DEADLINE).until(() -> relay.status().pending() == 5);
        }
    }

    @Test
    void goesOnAfterTheDatabaseWasAway() throws Exception {
        Postgres.run("ALTER TABLE relay_outbox RENAME TO gone_outbox");
        try (OutboxRelay relay = builder().start()) {
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThatThrownBy(relay::status)
                            .isInstanceOf(EventBusException.class)
                            .hasMessageContaining("relay_outbox"));
            Postgres.run("ALTER TABLE gone_outbox RENAME TO relay_outbox");
            String id = add(TestEvents.on("events.o.s.r.e.i"));

            awaitStored(List.of(id));
        }
    }

    @Test
    void closingWaitsForWhatIsOnItsWayAndBeginsNothingMore() throws Exception {
        String first = add(TestEvents.on("events.o.s.r.e.i"));
        String second = add(TestEvents.on("events.o.s.r.e.i"));
        CountDownLatch publishing = new CountDownLatch(1);
        CompletableFuture<Void> acknowledge = new CompletableFuture<>();
        publishes.afterStoring = event -> {
            publishing.countDown();
            return acknowledge;
        };
        OutboxRelay relay = builder().start();
        assertThat(publishing.await(20, TimeUnit.SECONDS)).isTrue();

        Thread closing = Thread.ofPlatform().start(relay::close);
        await().atMost(DEADLINE).until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        acknowledge.complete(null);

        assertThat(closing.join(DEADLINE)).isTrue();
        assertThat(publishes.stored()).containsExactly(first);
        assertThat(Postgres.ask("SELECT event_id FROM relay_outbox")).isEqualTo(second);
    }

    @Test
    void saysHowFarItIsBehind() throws Exception {
        ManualClock clock = new ManualClock();
        Outbox timed = Outbox.builder().table("relay_outbox").clock(clock).build();
        try (OutboxRelay relay = builder().clock(clock).pollInterval(HOUR).start()) {
            assertThat(relay.status()).isEqualTo(new OutboxStatus(0, 0, Duration.ZERO));
            String refused;
            try (Connection connection = Postgres.transaction()) {
                refused = timed.add(connection, TestEvents.on("events.o.s.r.e.a"));
                connection.commit();
            }
            Postgres.run("UPDATE relay_outbox SET refused_at = now() WHERE event_id = '" + refused + "'");
            clock.advance(Duration.ofSeconds(5));
            try (Connection connection = Postgres.transaction()) {
                timed.add(connection, TestEvents.on("events.o.s.r.e.b"));
                timed.add(connection, TestEvents.on("events.o.s.r.e.c"));
                connection.commit();
            }
            clock.advance(Duration.ofSeconds(7));

            assertThat(relay.status()).isEqualTo(new OutboxStatus(2, 1, Duration.ofSeconds(7)));
        }
    }

    @Test
    void forgetsPublishedRowsWhenTheyAreOldEnough() throws Exception {
        add(TestEvents.on("events.o.s.r.e.a"));
        Duration moment = Duration.ofMillis(1);
        try (OutboxRelay relay =
                builder().keepPublished(moment).pollInterval(moment).start()) {
            await().atMost(DEADLINE)
                    .until(() ->
                            Postgres.ask("SELECT count(*) FROM relay_outbox").equals("0"));

            assertThat(publishes.stored()).hasSize(1);
        }
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        assertThatThrownBy(() -> builder().batchSize(0).start()).hasMessage("batchSize must be 1 to 10000, was 0");
        assertThatThrownBy(() -> builder().pollInterval(Duration.ZERO).start())
                .hasMessage("pollInterval must be positive, was PT0S");
        assertThatThrownBy(() -> builder().table("a;b")).hasMessageContaining("table must be");
    }

    private OutboxRelayBuilder builder() {
        return OutboxRelay.builder(Postgres.source(), bus)
                .table("relay_outbox")
                .retryAfter(Backoff.fixed(Duration.ofMillis(20)));
    }

    private void awaitStored(List<String> ids) {
        await().atMost(DEADLINE).until(() -> publishes.stored().equals(ids));
    }

    private String add(Event event) throws Exception {
        try (Connection connection = Postgres.transaction()) {
            outbox.add(connection, event);
            connection.commit();
        }
        return event.id();
    }
}
