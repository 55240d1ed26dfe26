package dev.eventbus.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.Ulid;
import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.gateway.database.TestDatabase;
import dev.eventbus.gateway.dispatch.DeliveryWriter.Kept;
import dev.eventbus.gateway.eventlog.EventRow;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryWriterIT {
    private static final SubscriberId HOOK = SubscriberId.subscription("written");
    private static final Failure REFUSED = new Failure("endpoint answered 500", 500, "no");

    private final Jdbc jdbc = TestDatabase.jdbc();
    private final Map<SubscriberId, String> paused = new ConcurrentHashMap<>();
    private final DeliveryWriter writer = new DeliveryWriter(
            jdbc,
            new Ulid(InstantSource.system(), new Random()),
            new FailingSpells(Duration.ofHours(24)),
            new Pauses(paused::put));

    @AfterEach
    void close() {
        writer.close();
    }

    @Test
    void keepsTheFirstRowsOfAnEventAndTheEventWithThem() throws Exception {
        insert("first", new Step.Again(Duration.ofSeconds(60), REFUSED));

        assertThat(row("first")).isEqualTo("PENDING 1 500 endpoint answered 500");
        assertThat(one("select next_attempt_at between now() + interval '50 s' and now() + interval '70 s'"
                        + " from gateway.delivery where event_id = 'first'"))
                .isEqualTo("t");
        assertThat(one("select convert_from(event, 'UTF8') from gateway.platform_event where event_id = 'first'"))
                .contains("\"payload\":{\"a\": 1}");
    }

    @Test
    void leavesARowThatIsThereUnlessTheNewOneIsASuccess() throws Exception {
        insert("twice", new Step.Again(Duration.ofSeconds(60), REFUSED));
        insert("twice", new Step.Dead("exhausted", REFUSED));
        assertThat(row("twice")).startsWith("PENDING");
        insert("twice", new Step.Delivered(200));
        insert("twice", new Step.Dead("exhausted", REFUSED));

        assertThat(row("twice")).isEqualTo("DELIVERED 1 200 null");
        assertThat(letters("twice")).isEmpty();
    }

    @Test
    void buriesTheDeadAndAddsUpTheirAttempts() throws Exception {
        insert("dying", new Step.Dead("permanent", REFUSED));
        assertThat(letters("dying")).containsExactly("permanent OPEN 1 500 no crm.deal.closed");
        jdbc.update("update gateway.delivery set state = 'PENDING', attempts = 4, next_attempt_at = now()"
                + " where event_id = 'dying'");
        jdbc.update("update gateway.dead_letter_event set state = 'REPLAYING' where event_id = 'dying'");

        update("dying", 4, new Step.Dead("exhausted", Failure.of("failed 4 times")));

        assertThat(letters("dying")).containsExactly("exhausted OPEN 5 null null crm.deal.closed");
        assertThat(row("dying")).isEqualTo("DEAD 4 null failed 4 times");
    }

    @Test
    void marksTheLetterOfAReplayThatWasDelivered() throws Exception {
        insert("replayed", new Step.Dead("permanent", REFUSED));
        jdbc.update("update gateway.delivery set state = 'PENDING', attempts = 1, next_attempt_at = now()"
                + " where event_id = 'replayed'");
        jdbc.update("update gateway.dead_letter_event set state = 'REPLAYING' where event_id = 'replayed'");

        update("replayed", 1, new Step.Delivered(204));

        assertThat(letters("replayed")).containsExactly("permanent REPLAYED 1 500 no crm.deal.closed");
    }

    @Test
    void doesNotLetAnAttemptThatLostItsLeaseDecideUnlessItDelivered() throws Exception {
        insert("lost", new Step.UnderWay(Duration.ofSeconds(60)));
        jdbc.update("update gateway.delivery set attempts = 2 where event_id = 'lost'");

        update("lost", 1, new Step.Dead("exhausted", REFUSED));
        assertThat(row("lost")).startsWith("PENDING 2");
        update("lost", 1, new Step.Delivered(200));

        assertThat(row("lost")).isEqualTo("DELIVERED 2 200 null");
    }

    @Test
    void putsBackWhatWasNotTriedWithoutCountingIt() throws Exception {
        insert("back", new Step.Again(Duration.ofSeconds(60), REFUSED));
        jdbc.update("update gateway.delivery set attempts = 2 where event_id = 'back'");

        update("back", 2, new Step.Untried());

        assertThat(row("back")).isEqualTo("PENDING 1 500 endpoint answered 500");
        assertThat(one("select next_attempt_at <= now() from gateway.delivery where event_id = 'back'"))
                .isEqualTo("t");
    }

    @Test
    void writesNothingIntoAnotherWorkspace() throws Exception {
        insert("foreign", new Step.Again(Duration.ofSeconds(60), REFUSED));

        DeliveryKey key = new DeliveryKey("foreign", HOOK, "other");
        writer.update(new Settlement(key, "k", 1, new Step.Delivered(200), Samples.NOW));
        writer.insert(List.of(new Settlement(key, "k", 1, new Step.Delivered(200), Samples.NOW)), null)
                .get(10, TimeUnit.SECONDS);

        assertThat(row("foreign")).startsWith("PENDING");
    }

    @Test
    void refusesFirstRowsWhilePostgresqlIsAwayAndKeepsWhatItKnowsOfOthers() throws Exception {
        insert("outlived", new Step.UnderWay(Duration.ofSeconds(60)));
        jdbc.update("alter table gateway.delivery rename to delivery_gone");
        try {
            assertThat(inserted("refused", new Step.Delivered(200))).isEqualTo(Kept.NOT_NOW);
            assertThat(writer.isAway()).isTrue();
            writer.update(settlement("outlived", 1, new Step.Delivered(200)));
        } finally {
            jdbc.update("alter table gateway.delivery_gone rename to delivery");
        }

        await().atMost(Duration.ofSeconds(10)).until(() -> row("outlived").equals("DELIVERED 1 200 null"));
        await().atMost(Duration.ofSeconds(10)).until(() -> !writer.isAway());
    }

    @Test
    void pausesASubscriptionThatOnlyFailedForTooLong() throws Exception {
        for (int i = 0; i < 20; i++) {
            insert("spell-" + i, new Step.Again(Duration.ofSeconds(60), REFUSED));
        }
        assertThat(paused).isEmpty();
        jdbc.update("update gateway.failing_spell set since = now() - interval '25 h'");

        insert("spell-last", new Step.Again(Duration.ofSeconds(60), REFUSED));

        await().atMost(Duration.ofSeconds(5)).until(() -> paused.containsKey(HOOK));
        assertThat(one("select count(*) from gateway.failing_spell where subscriber = '" + HOOK + "'"))
                .isEqualTo("0");
    }

    @Test
    void endsAFailingSpellWithTheFirstSuccess() throws Exception {
        insert("sick", new Step.Again(Duration.ofSeconds(60), REFUSED));
        insert("well", new Step.Delivered(200));

        assertThat(one("select count(*) from gateway.failing_spell where subscriber = '" + HOOK + "'"))
                .isEqualTo("0");
    }

    private void insert(String eventId, Step step) throws Exception {
        assertThat(inserted(eventId, step)).isEqualTo(Kept.YES);
    }

    private Kept inserted(String eventId, Step step) throws Exception {
        EventRow event = EventRow.of(Samples.event(eventId, "{\"a\": 1}"), 7);
        return writer.insert(List.of(settlement(eventId, 1, step)), event).get(10, TimeUnit.SECONDS);
    }

    /** Returns when it is written, for all are written in order. */
    private void update(String eventId, int attempts, Step step) throws Exception {
        writer.update(settlement(eventId, attempts, step));
        writer.insert(List.of(), null).get(10, TimeUnit.SECONDS);
    }

    private static Settlement settlement(String eventId, int attempts, Step step) {
        return new Settlement(new DeliveryKey(eventId, HOOK, "demo"), "crm.deal.closed", attempts, step, Samples.NOW);
    }

    private String row(String eventId) {
        return jdbc.query(
                        "select state, attempts, last_status, last_error from gateway.delivery where event_id = ?",
                        List.of(eventId),
                        row -> row.getString(1) + " " + row.getInt(2) + " " + row.getString(3) + " " + row.getString(4))
                .getFirst();
    }

    private List<String> letters(String eventId) {
        return jdbc.query(
                "select concat_ws(' ', class, state, attempts, coalesce(last_status::text, 'null'),"
                        + " coalesce(last_body, 'null'), event_key) from gateway.dead_letter_event where event_id = ?",
                List.of(eventId),
                row -> row.getString(1));
    }

    private String one(String sql) {
        return jdbc.query(sql, List.of(), row -> row.getString(1)).getFirst();
    }
}
