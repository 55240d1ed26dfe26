package dev.eventbus.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.gateway.database.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedeliverIT {
    private static final SubscriberId NOBODY = SubscriberId.subscription("nobody");

    private final Jdbc jdbc = TestDatabase.jdbc();

    @Test
    void makesDeliveriesDueWhateverBecameOfThem() {
        event("demo", "again-new");
        event("demo", "again-dead");
        delivery("again-dead", "DEAD", 4);
        letter("again-dead", "OPEN");
        event("demo", "again-done");
        delivery("again-done", "DELIVERED", 1);

        int found = redeliver("again-new", "again-dead", "again-done");

        assertThat(found).isEqualTo(3);
        assertThat(due("again-%")).containsExactly("again-dead 0 true", "again-done 0 true", "again-new 0 true");
        assertThat(letterState("again-dead")).containsExactly("REPLAYING");
    }

    @Test
    void leavesWhatIsStillToBeMadeAsItIs() {
        event("demo", "still-pending");
        delivery("still-pending", "PENDING", 2);

        redeliver("still-pending");

        assertThat(due("still-%")).containsExactly("still-pending 2 false");
    }

    @Test
    void passesOverEventsOfOtherWorkspacesAndThoseThatAreGone() {
        event("other", "foreign-event");
        letter("gone-event", "OPEN");

        int found = redeliver("foreign-event", "gone-event");

        assertThat(found).isZero();
        assertThat(due("foreign-%")).isEmpty();
        assertThat(letterState("gone-event")).containsExactly("OPEN");
    }

    @Test
    void opensLettersAgainWhoseReplayIsGivenUp() {
        event("demo", "given-up");
        delivery("given-up", "DEAD", 4);
        letter("given-up", "OPEN");
        redeliver("given-up");

        giveUp("other");
        assertThat(due("given-%")).hasSize(1);
        assertThat(letterState("given-up")).containsExactly("REPLAYING");

        giveUp("demo");
        assertThat(due("given-%")).isEmpty();
        assertThat(letterState("given-up")).containsExactly("OPEN");
    }

    @Test
    void opensThemWhereverTheyAreWhenTheSubscriberIsGone() {
        event("demo", "gone-too");
        letter("gone-too", "OPEN");
        redeliver("gone-too");

        jdbc.inTransaction(connection -> {
            GiveUp.everywhere(connection, NOBODY);
            return NOBODY;
        });

        assertThat(due("gone-too")).isEmpty();
        assertThat(letterState("gone-too")).containsExactly("OPEN");
    }

    private void giveUp(String workspaceId) {
        jdbc.inTransaction(connection -> {
            GiveUp.in(connection, NOBODY, workspaceId);
            return workspaceId;
        });
    }

    private int redeliver(String... eventIds) {
        return jdbc.inTransaction(connection -> Redeliver.all(
                connection,
                "demo",
                List.of(eventIds).stream().map(id -> new DeliveryId(id, NOBODY)).toList()));
    }

    private List<String> due(String ids) {
        return jdbc.query(
                "select event_id, attempts, next_attempt_at <= now() from gateway.delivery"
                        + " where event_id like ? and state = 'PENDING' order by event_id",
                List.of(ids),
                row -> row.getString(1) + " " + row.getInt(2) + " " + row.getBoolean(3));
    }

    private List<String> letterState(String eventId) {
        return jdbc.query(
                "select state from gateway.dead_letter_event where event_id = ?",
                List.of(eventId),
                row -> row.getString(1));
    }

    private void event(String workspace, String id) {
        jdbc.update(
                "insert into gateway.platform_event (event_id, workspace_id, source, resource, event_name, resource_id,"
                        + " event_key, occurred_at, sequence, event) values (?, ?, 's', 'r', 'e', '_', 's.r.e', now(), 1, ?)",
                id,
                workspace,
                new byte[0]);
    }

    private void delivery(String eventId, String state, int attempts) {
        jdbc.update(
                "insert into gateway.delivery (event_id, subscriber, workspace_id, state, attempts, next_attempt_at)"
                        + " values (?, ?, 'demo', ?, ?, case when ? = 'PENDING' then now() + interval '1 hour' end)",
                eventId,
                NOBODY.toString(),
                state,
                attempts,
                state);
    }

    private void letter(String eventId, String state) {
        jdbc.update(
                "insert into gateway.dead_letter_event (id, event_id, subscriber, workspace_id, event_key, class, reason,"
                        + " attempts, first_at, last_at, state) values (?, ?, ?, 'demo', 's.r.e', 'endpoint', 'why', 4,"
                        + " now(), now(), ?)",
                eventId,
                eventId,
                NOBODY.toString(),
                state);
    }
}
