package dev.eventbus.gateway.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.gateway.database.Rows;
import dev.eventbus.gateway.database.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetentionIT {
    private static final RetentionSettings KEEP =
            new RetentionSettings(Duration.ofDays(30), Duration.ofDays(7), Duration.ofDays(14));
    private static final String SOMEBODY = "subscription/somebody";
    private static final Instant NOW = Instant.now();

    private final Jdbc jdbc = TestDatabase.jdbc();
    private final Rows rows = new Rows(jdbc);

    @BeforeEach
    void startWithEmptyTables() {
        jdbc.update("truncate gateway.delivery, gateway.dead_letter_event, gateway.platform_event");
    }

    @Test
    void removesDeliveriesThatEndedLongAgo() {
        for (String state : List.of("DELIVERED", "DEAD", "PENDING")) {
            rows.delivery("demo", "new-" + state, SOMEBODY, state);
            rows.delivery("demo", "old-" + state, SOMEBODY, state);
        }
        jdbc.update("update gateway.delivery set last_at = now() - interval '8 days' where event_id like 'old-%'");

        Retention.run(jdbc, CleanUp.ENDED_DELIVERIES, KEEP);

        assertThat(rows.texts("select event_id from gateway.delivery order by event_id"))
                .containsExactly("new-DEAD", "new-DELIVERED", "new-PENDING", "old-PENDING");
    }

    @Test
    void makesDeadLettersOfWhatNobodyCouldAttempt() {
        rows.event("demo", "waits", "e", NOW);
        rows.delivery("demo", "waits", SOMEBODY, "PENDING");
        rows.delivery("demo", "waits-longer", SOMEBODY, "PENDING");
        rows.delivery("demo", "is-new", SOMEBODY, "PENDING");
        rows.letter("demo", "waits-longer", SOMEBODY, "REPLAYING", NOW.minus(Duration.ofDays(9)));
        jdbc.update(
                "update gateway.delivery set next_attempt_at = now() - interval '8 days' where event_id <> 'is-new'");

        int buried = Retention.run(jdbc, CleanUp.OVERDUE_DELIVERIES, KEEP);

        assertThat(buried).isEqualTo(2);
        assertThat(rows.texts("select event_id || ' ' || state from gateway.delivery order by event_id"))
                .containsExactly("is-new PENDING", "waits DEAD", "waits-longer DEAD");
        assertThat(
                        rows.texts(
                                "select concat_ws(' ', event_id, state, class, event_key, attempts, reason)"
                                        + " from gateway.dead_letter_event where last_at > now() - interval '1 hour' order by event_id"))
                .containsExactly(
                        "waits OPEN overdue s.r.e 4 nobody could attempt it for 168 hours: its subscriber was disabled,"
                                + " paused or gone",
                        "waits-longer OPEN overdue s.r.e 8 nobody could attempt it for 168 hours: its subscriber was"
                                + " disabled, paused or gone");
    }

    @Test
    void removesOldLettersButNoneThatIsBeingReplayed() {
        Instant old = NOW.minus(Duration.ofDays(15));
        rows.letter("demo", "old-open", SOMEBODY, "OPEN", old);
        rows.letter("demo", "old-replaying", SOMEBODY, "REPLAYING", old);
        rows.letter("demo", "old-replayed", SOMEBODY, "REPLAYED", old);
        rows.letter("demo", "just-replayed", SOMEBODY, "REPLAYED", old);
        rows.letter("demo", "new-open", SOMEBODY, "OPEN", NOW);
        jdbc.update("update gateway.dead_letter_event set replayed_at = now() where id = 'just-replayed'");

        Retention.run(jdbc, CleanUp.DEAD_LETTERS, KEEP);

        assertThat(rows.texts("select id from gateway.dead_letter_event order by id"))
                .containsExactly("just-replayed", "new-open", "old-replaying");
    }

    @Test
    void removesOldEventsThatNobodyNeeds() {
        for (String id : List.of("pending", "delivered", "letter", "alone")) {
            rows.event("demo", id, "e", NOW);
        }
        rows.delivery("demo", "pending", SOMEBODY, "PENDING");
        rows.delivery("demo", "delivered", SOMEBODY, "DELIVERED");
        rows.letter("demo", "letter", SOMEBODY, "OPEN", NOW);
        jdbc.update("update gateway.platform_event set recorded_at = now() - interval '31 days'");
        rows.event("demo", "new", "e", NOW.minus(Duration.ofDays(90)));

        Retention.run(jdbc, CleanUp.EVENTS, KEEP);

        assertThat(rows.texts("select event_id from gateway.platform_event order by event_id"))
                .containsExactly("letter", "new", "pending");
    }

    @Test
    void goesOnUntilAllIsDone() {
        jdbc.update("insert into gateway.delivery (event_id, subscriber, workspace_id, state, attempts, last_at)"
                + " select 'e' || n, 'subscription/s', 'demo', 'DELIVERED', 1, now() - interval '8 days'"
                + " from generate_series(1, 2500) n");

        assertThat(Retention.run(jdbc, CleanUp.ENDED_DELIVERIES, KEEP)).isEqualTo(2_500);
    }

    @Test
    void leavesItToTheReplicaThatIsAtIt() {
        rows.delivery("demo", "old", SOMEBODY, "DELIVERED");
        jdbc.update("update gateway.delivery set last_at = now() - interval '8 days'");

        int removed = jdbc.inTransaction(connection -> {
            Jdbc.query(connection, "select pg_advisory_xact_lock(?)", List.of(Retention.LOCK), row -> 1);
            return onAnotherThread(() -> Retention.run(jdbc, CleanUp.ENDED_DELIVERIES, KEEP));
        });

        assertThat(removed).isZero();
        assertThat(rows.texts("select event_id from gateway.delivery")).containsExactly("old");
    }

    private static int onAnotherThread(java.util.concurrent.Callable<Integer> work) {
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.submit(work).get();
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
