package dev.eventbus.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.Event;
import dev.eventbus.EventBusException;
import dev.eventbus.EventContext;
import dev.eventbus.EventDraft;
import dev.eventbus.jdbc.Postgres;
import dev.eventbus.json.EventCodec;
import dev.eventbus.testkit.ManualClock;
import dev.eventbus.testkit.TestEvents;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxIT {
    private static final EventContext SHOP = EventContext.of("o", "shop");

    private final Outbox outbox =
            Outbox.builder().table("add_outbox").clock(new ManualClock()).build();

    @BeforeEach
    void emptyTable() throws Exception {
        Postgres.run("DROP TABLE IF EXISTS add_outbox");
        Postgres.run(outbox.ddl());
    }

    @Test
    void anEventIsKeptWithTheTransactionItBelongsTo() throws Exception {
        try (Connection connection = Postgres.transaction()) {
            outbox.add(connection, SHOP, "order.placed", EventDraft.of("order-1", Map.of()));
            connection.rollback();
            String id = outbox.add(connection, SHOP, "order.placed", EventDraft.of("order-2", Map.of("total", 3)));
            connection.commit();

            assertThat(Postgres.ask("SELECT count(*) FROM add_outbox")).isEqualTo("1");
            assertThat(Postgres.ask("SELECT event_id FROM add_outbox")).isEqualTo(id);
        }
    }

    @Test
    void keepsTheEventAsItWasMade() throws Exception {
        EventContext context =
                SHOP.withActor("ada").withTraceparent("00-" + "a".repeat(32) + "-" + "b".repeat(16) + "-01");
        try (Connection connection = Postgres.transaction()) {
            outbox.add(
                    connection,
                    context,
                    "order.placed",
                    EventDraft.of("order-1", Map.of("nul", "\0")).filter("k", "v"));
            connection.commit();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT event, event_id, order_key FROM add_outbox")) {
                row.next();
                Event event = EventCodec.decode(row.getBytes(1));

                assertThat(event.topic()).hasToString("events.o.shop.order.placed.order-1.k.v");
                assertThat(event.payload().as(Map.class)).isEqualTo(Map.of("nul", "\0"));
                assertThat(event.metadata().actor()).isEqualTo("ada");
                assertThat(event.metadata().eventKey()).isEqualTo("order.placed");
                assertThat(event.metadata().traceId()).isEqualTo("a".repeat(32));
                assertThat(event.id()).isEqualTo(row.getString(2)).hasSize(26);
                assertThat(row.getString(3)).isEqualTo("o.shop.order.order-1");
            }
        }
    }

    @Test
    void refusesAConnectionInAutoCommit() throws Exception {
        try (Connection connection = Postgres.source().getConnection()) {
            assertThatThrownBy(() -> outbox.add(connection, TestEvents.on("events.o.s.r.e.i")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("auto-commit");
        }
        assertThat(Postgres.ask("SELECT count(*) FROM add_outbox")).isEqualTo("0");
    }

    @Test
    void refusesAnEventThatTheTransportWouldNotTake() throws Exception {
        Outbox small = Outbox.builder().table("add_outbox").maxEventBytes(1_000).build();
        try (Connection connection = Postgres.transaction()) {
            assertThatThrownBy(() -> small.add(connection, SHOP, "order.placed", EventDraft.of("x".repeat(1_000))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at most 1000 bytes");
        }
    }

    @Test
    void refusesAnOrderKeyThatCannotBeKept() throws Exception {
        for (String key : new String[] {"", "a\0b", "ä".repeat(601)}) {
            Outbox wrong =
                    Outbox.builder().table("add_outbox").orderedBy(event -> key).build();
            try (Connection connection = Postgres.transaction()) {
                assertThatThrownBy(() -> wrong.add(connection, TestEvents.on("events.o.s.r.e.i")))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("order key");
            }
        }
    }

    @Test
    void saysWhatToDoWhereTheTableIsMissing() throws Exception {
        Outbox missing = Outbox.builder().table("missing_outbox").build();
        try (Connection connection = Postgres.transaction()) {
            assertThatThrownBy(() -> missing.add(connection, TestEvents.on("events.o.s.r.e.i")))
                    .isInstanceOf(EventBusException.class)
                    .hasMessageContaining("Outbox.ddl()");
        }
    }

    @Test
    void whoAddsToAKeyWaitsForTheOpenTransactionThatDidBefore() throws Exception {
        try (Connection first = Postgres.transaction();
                Connection second = Postgres.transaction()) {
            outbox.add(first, TestEvents.on("events.o.s.r.e.i"));
            impatient(second);

            outbox.add(second, TestEvents.on("events.o.s.r.e.another"));
            assertThatThrownBy(() -> outbox.add(second, TestEvents.on("events.o.s.r.e.i")))
                    .hasMessageContaining("lock timeout");
            second.rollback();
            first.commit();
            impatient(second);
            outbox.add(second, TestEvents.on("events.o.s.r.e.i"));
        }
    }

    @Test
    void eventsAboutNoResourceWaitForNobody() throws Exception {
        try (Connection first = Postgres.transaction();
                Connection second = Postgres.transaction()) {
            impatient(second);

            outbox.add(first, TestEvents.on("events.o.s.r.e._"));
            outbox.add(second, TestEvents.on("events.o.s.r.e._"));
            second.commit();

            assertThat(Postgres.ask("SELECT count(*) FROM add_outbox")).isEqualTo("1");
        }
    }

    @Test
    void itsTableMayBeInASchemaAndBeMadeTwice() throws Exception {
        Outbox other = Outbox.builder().table("shop.user").build();
        Postgres.run("CREATE SCHEMA IF NOT EXISTS shop");
        Postgres.run(other.ddl());
        Postgres.run(other.ddl());
        try (Connection connection = Postgres.transaction()) {
            other.add(connection, TestEvents.on("events.o.s.r.e.i"));
            connection.commit();
        }

        assertThat(Postgres.ask("SELECT count(*) FROM shop.\"user\"")).isEqualTo("1");
    }

    private static void impatient(Connection connection) throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = '300ms'");
        }
    }
}
