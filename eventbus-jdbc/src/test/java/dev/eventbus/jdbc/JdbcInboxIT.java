package dev.eventbus.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.Attempt;
import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.EventBus;
import dev.eventbus.Position;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.Verdict;
import dev.eventbus.VerdictHandler;
import dev.eventbus.inbox.Deduplicate;
import dev.eventbus.jdbc.JdbcInbox.TransactionHandler;
import dev.eventbus.memory.MemoryTransport;
import dev.eventbus.retry.RetryPolicy;
import dev.eventbus.testkit.ManualClock;
import dev.eventbus.testkit.RecordingHandler;
import dev.eventbus.testkit.TestEvents;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdbcInboxIT {
    private static final Attempt FIRST = new Attempt(1, Position.NONE);

    private final ManualClock clock = new ManualClock();
    private final JdbcInbox inbox = JdbcInbox.builder(Postgres.source())
            .table("test_inbox")
            .retention(Duration.ofDays(1))
            .clock(clock)
            .build();

    @BeforeEach
    void emptyTables() throws Exception {
        Postgres.run("DROP TABLE IF EXISTS test_inbox");
        Postgres.run(inbox.ddl());
        Postgres.run("DROP TABLE IF EXISTS effect");
        Postgres.run("CREATE TABLE effect (event_id text)");
    }

    @Test
    void theEffectHappensOnceForEachSubscription() throws Exception {
        Event event = TestEvents.on("events.o.s.r.e.i");
        VerdictHandler billing = inbox.handler("billing", JdbcInboxIT::effect);

        assertThat(billing.handle(event, FIRST)).isEqualTo(Verdict.ACK);
        assertThat(billing.handle(event, FIRST)).isEqualTo(Verdict.ACK);
        assertThat(effects()).isEqualTo(1);

        inbox.handler("shipping", JdbcInboxIT::effect).handle(event, FIRST);
        assertThat(effects()).isEqualTo(2);
    }

    @Test
    void aHandlerThatThrowsHasDoneNothingAndMayTryAgain() throws Exception {
        Event event = TestEvents.on("events.o.s.r.e.i");
        TransactionHandler failing = (connection, same) -> {
            effect(connection, same);
            throw new IllegalStateException("after the effect");
        };

        assertThatThrownBy(() -> inbox.handler("billing", failing).handle(event, FIRST))
                .hasMessage("after the effect");
        assertThat(effects()).isZero();

        inbox.handler("billing", JdbcInboxIT::effect).handle(event, FIRST);
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void aHandlerThatDoesNotAcknowledgeHasDoneNothing() throws Exception {
        Verdict given = Verdict.deadLetter("cannot be billed");

        Verdict verdict = inbox.once("billing", "e1", () -> {
            effect(inbox.connection(), TestEvents.on("events.o.s.r.e.i"));
            return given;
        });

        assertThat(verdict).isEqualTo(given);
        assertThat(effects()).isZero();
        assertThat(Postgres.ask("SELECT count(*) FROM test_inbox")).isEqualTo("0");
    }

    @Test
    void refusesToWaitForItself() throws Exception {
        Event event = TestEvents.on("events.o.s.r.e.i");
        VerdictHandler billing = inbox.handler("billing", JdbcInboxIT::effect);

        assertThatThrownBy(() -> inbox.once("billing", event.id(), () -> billing.handle(event, FIRST)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not both");
        assertThat(effects()).isZero();
    }

    @Test
    void manyDeliveriesAtOnceHaveOneEffect() throws Exception {
        Event event = TestEvents.on("events.o.s.r.e.i");
        VerdictHandler billing = inbox.handler("billing", JdbcInboxIT::effect);
        List<CompletableFuture<Verdict>> deliveries = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            deliveries.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return billing.handle(event, FIRST);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }));
        }

        for (CompletableFuture<Verdict> delivery : deliveries) {
            assertThat(delivery.get(20, TimeUnit.SECONDS)).isEqualTo(Verdict.ACK);
        }
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void worksAsAnInterceptorOfADurableThatIsRetried() throws Exception {
        RecordingHandler calls = new RecordingHandler().failing(2);
        SubscribeOptions options = SubscribeOptions.to("r.e")
                .allOrgs()
                .durable("billing")
                .concurrency(1)
                .retry(RetryPolicy.fixed(Duration.ofMillis(1), 5))
                .intercept(new Deduplicate(inbox));
        try (EventBus bus = EventBus.builder().transport(new MemoryTransport()).build()) {
            bus.subscribe(options, event -> {
                effect(inbox.connection(), event);
                calls.handle(event);
            });
            bus.publish(TestEvents.on("events.o.s.r.e.i"), Durability.PERSISTENT);

            calls.await(3);
        }
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void givesNoConnectionOutsideOfAnEventAndNoSecondOneWithin() throws Exception {
        assertThatThrownBy(inbox::connection).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> inbox.once("a", "e1", () -> inbox.once("b", "e1", Verdict::ack)))
                .hasMessageContaining("not both");
        assertThatThrownBy(inbox::connection).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void forgetsWhatIsOlderThanTheRetention() throws Exception {
        inbox.once("billing", "e1", Verdict::ack);
        clock.advance(Duration.ofHours(12));
        inbox.once("billing", "e2", Verdict::ack);
        clock.advance(Duration.ofHours(13));

        assertThat(inbox.purge()).isEqualTo(1);
        assertThat(Postgres.ask("SELECT event_id FROM test_inbox")).isEqualTo("e2");
    }

    @Test
    void forgetsByItselfNowAndThen() throws Exception {
        inbox.once("billing", "old", Verdict::ack);
        clock.advance(Duration.ofDays(2));
        for (int i = 1; i < 100; i++) {
            inbox.once("billing", "e", Verdict::ack);
        }

        assertThat(Postgres.ask("SELECT string_agg(event_id, ' ') FROM test_inbox"))
                .isEqualTo("e");
    }

    private static void effect(Connection connection, Event event) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO effect VALUES (?)")) {
            insert.setString(1, event.id());
            insert.executeUpdate();
        }
    }

    private static int effects() throws SQLException {
        return Integer.parseInt(Postgres.ask("SELECT count(*) FROM effect"));
    }
}
