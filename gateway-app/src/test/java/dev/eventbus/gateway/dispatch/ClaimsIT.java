package dev.eventbus.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.gateway.database.TestDatabase;
import dev.eventbus.gateway.dispatch.Claims.Claimed;
import dev.eventbus.gateway.dispatch.Claims.Queue;
import dev.eventbus.gateway.dispatch.Claims.Wanted;
import dev.eventbus.gateway.eventlog.EventRow;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClaimsIT {
    private static final Subscriber HOOK = Samples.subscription("claimed");

    private final Jdbc jdbc = TestDatabase.jdbc();
    private final Claims claims = new Claims(jdbc);

    @AfterEach
    void removeRows() {
        jdbc.update("delete from gateway.delivery where subscriber like 'subscription/claimed%'");
    }

    @Test
    void takesWhatIsDueOldestFirstAndNobodyElseGetsIt() {
        due("claim-young", "demo", "now()");
        due("claim-old", "demo", "now() - interval '1 h'");
        due("claim-later", "demo", "now() + interval '1 h'");

        assertThat(take("demo", 1)).extracting(Claimed::eventId).containsExactly("claim-old");
        assertThat(take("demo", 10)).extracting(Claimed::eventId).containsExactly("claim-young");
        assertThat(take("demo", 10)).isEmpty();
    }

    @Test
    void countsTheAttemptAndTakesAgainWhatAKilledReplicaHadWhenItsLeaseIsOver() {
        due("claim-killed", "demo", "now()");

        assertThat(take("demo", 1)).extracting(Claimed::attempts).containsExactly(1);
        jdbc.update("update gateway.delivery set next_attempt_at = next_attempt_at - interval '31 s'"
                + " where event_id = 'claim-killed'");

        assertThat(take("demo", 1)).extracting(Claimed::attempts).containsExactly(2);
    }

    @Test
    void leavesOutWhatAnotherTransactionHolds() {
        due("claim-held", "demo", "now()");
        due("claim-free", "demo", "now()");

        List<Claimed> taken = TestDatabase.another().inTransaction(connection -> {
            connection
                    .createStatement()
                    .execute("select 1 from gateway.delivery where event_id = 'claim-held' for update");
            return take("demo", 10);
        });

        assertThat(taken).extracting(Claimed::eventId).containsExactly("claim-free");
    }

    @Test
    void bringsTheEventUnlessItIsLarge() {
        due("claim-small", "demo", "now()");
        log("claim-small", "{}");
        due("claim-large", "demo", "now()");
        log("claim-large", "\"" + "x".repeat(70_000) + "\"");

        List<Claimed> taken = take("demo", 10);

        Claimed small = of(taken, "claim-small");
        Claimed large = of(taken, "claim-large");
        assertThat(small.event()).asString().contains("\"id\":\"claim-small\"");
        assertThat(large.event()).isNull();
        assertThat(claims.event(large)).asString().contains("xxx");
    }

    @Test
    void givesNoEventOfAnotherWorkspace() {
        due("claim-foreign", "other", "now()");
        log("claim-foreign", "{}");

        Claimed taken = take("other", 1).getFirst();

        assertThat(taken.event()).isNull();
        assertThat(claims.event(taken)).isNull();
    }

    @Test
    void tellsTheQueuesThatHaveSomethingDue() {
        due("claim-1", "a", "now()");
        due("claim-2", "a", "now()");
        due("claim-3", "b", "now() + interval '1 h'");
        due("claim-4", "c", "now()");

        assertThat(claims.due())
                .filteredOn(queue -> queue.subscriber().equals(HOOK.id()))
                .containsExactly(new Queue(HOOK.id(), "a"), new Queue(HOOK.id(), "c"));
    }

    @Test
    void tellsWhoHasADeliveryOfAnEvent() {
        due("claim-known", "demo", "now()");

        assertThat(claims.subscribersOf("demo", "claim-known")).containsExactly("subscription/claimed");
        assertThat(claims.subscribersOf("other", "claim-known")).isEmpty();
    }

    private List<Claimed> take(String workspaceId, int most) {
        return claims.take(List.of(new Wanted(HOOK, workspaceId, most, Duration.ofSeconds(30))));
    }

    private static Claimed of(List<Claimed> taken, String eventId) {
        return taken.stream()
                .filter(claimed -> claimed.eventId().equals(eventId))
                .findFirst()
                .orElseThrow();
    }

    private void due(String eventId, String workspaceId, String when) {
        jdbc.update(
                "insert into gateway.delivery (event_id, subscriber, workspace_id, state, attempts, next_attempt_at)"
                        + " values (?, ?, ?, 'PENDING', 0, " + when + ")",
                eventId,
                HOOK.id().toString(),
                workspaceId);
    }

    private void log(String eventId, String payload) {
        jdbc.inTransaction(connection -> {
            EventRow.insert(connection, List.of(EventRow.of(Samples.event(eventId, payload), 1)));
            return true;
        });
    }
}
