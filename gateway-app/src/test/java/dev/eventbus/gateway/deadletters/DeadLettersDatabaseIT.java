package dev.eventbus.gateway.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.gateway.database.Rows;
import dev.eventbus.gateway.database.TestDatabase;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.gateway.query.Page;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLettersDatabaseIT {
    private static final String HOOK = "subscription/hook";
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123456Z");

    private final Jdbc jdbc = TestDatabase.jdbc();
    private final Rows rows = new Rows(jdbc);
    private final DeadLetters letters = new DeadLetters(jdbc);
    private final ReplayLetters replays = new ReplayLetters(jdbc);

    @BeforeEach
    void startWithOneSubscription() {
        jdbc.update("truncate gateway.delivery, gateway.dead_letter_event, gateway.platform_event,"
                + " gateway.webhook_subscription, gateway.extension cascade");
        rows.subscription("demo", "hook", "s.r.*", "{}");
    }

    @Test
    void listsNewestFirstInPagesThoughTimesDifferByMicroseconds() {
        for (int i = 0; i < 5; i++) {
            letter("l" + i, HOOK, "OPEN", NOON.plusNanos(i * 1_000L));
        }

        Page first = list(Map.of("limit", "2"));
        Page second = list(Map.of("limit", "2", "cursor", first.next().text()));
        Page last = list(Map.of("limit", "2", "cursor", second.next().text()));

        assertThat(ids(first)).containsExactly("l4", "l3");
        assertThat(ids(second)).containsExactly("l2", "l1");
        assertThat(ids(last)).containsExactly("l0");
        assertThat(last.next()).isNull();
    }

    @Test
    void narrowsTheListByEverythingItKnows() {
        letter("a", HOOK, "OPEN", NOON);
        letter("b", "extension/hook", "REPLAYED", NOON.plusSeconds(1));
        letter("c", "extension/crm", "OPEN", NOON.plusSeconds(2));
        rows.event("demo", "d", "other", NOON);
        rows.letter("demo", "d", HOOK, "OPEN", NOON.minusSeconds(1));
        jdbc.update("update gateway.dead_letter_event set class = 'overdue' where id = 'a'");

        assertThat(ids(list(Map.of("subscriber", "hook")))).containsExactly("b", "a", "d");
        assertThat(ids(list(Map.of("subscriber", "subscription/hook")))).containsExactly("a", "d");
        assertThat(ids(list(Map.of("subscriber", "extension/crm")))).containsExactly("c");
        assertThat(ids(list(Map.of("class", "overdue")))).containsExactly("a");
        assertThat(ids(list(Map.of("state", "REPLAYED")))).containsExactly("b");
        assertThat(ids(list(Map.of("eventKey", "s.r.other")))).containsExactly("d");
        assertThat(ids(list(Map.of("eventKey", "r.*")))).hasSize(4);
        assertThat(ids(list(Map.of("from", "2026-11-21T12:00:01Z", "to", "2026-11-21T12:00:02Z"))))
                .containsExactly("b");
    }

    @Test
    void cutsPagesOfLargeEventsAndLosesNone() {
        jdbc.update("alter table gateway.platform_event alter column event set storage external");
        for (int i = 0; i < 10; i++) {
            letter("l" + i, HOOK, "OPEN", NOON.plusSeconds(i));
        }
        jdbc.update(
                "update gateway.platform_event set event = convert_to('{\"x\":\"' || repeat('x', 1000000) || '\"}', 'UTF8')");

        Page first = list(Map.of());
        Page rest = list(Map.of("cursor", first.next().text()));

        assertThat(first.items()).hasSize(9);
        assertThat(ids(rest)).containsExactly("l0");
        assertThat(rest.next()).isNull();
    }

    @Test
    void showsTheEventByteForByte() {
        letter("exact", HOOK, "OPEN", NOON);

        String json = new String(letters.find("demo", "exact").orElseThrow().json(), StandardCharsets.UTF_8);

        assertThat(json)
                .startsWith("{\"id\":\"exact\",\"eventId\":\"exact\",\"eventKey\":\"s.r.e\","
                        + "\"subscriber\":{\"kind\":\"SUBSCRIPTION\",\"key\":\"hook\"},\"class\":\"exhausted\",")
                .contains("\"lastStatus\":500,\"lastBody\":\"oops\"", "\"firstAt\":\"2026-11-21T08:00:00Z\"")
                .contains("\"lastAt\":\"2026-11-21T12:00:00.123456Z\"", "\"state\":\"OPEN\"")
                .contains("\"event\":{\"id\":\"exact\",", "\"payload\":{\"big\":12345678901234567890.0}");
    }

    @Test
    void keepsWorkspacesApart() {
        rows.event("other", "theirs", "e", NOON);
        rows.letter("other", "theirs", HOOK, "OPEN", NOON);

        assertThat(list(Map.of()).items()).isEmpty();
        assertThat(letters.find("demo", "theirs")).isEmpty();
        assertThat(letters.discard("demo", "theirs")).isFalse();
        assertThat(codeOf("theirs")).isEqualTo("NOT_FOUND");
        assertThat(replayAll("{}", false)).isEqualTo(new Replayed(0, 0, false));
        assertThat(letters.find("other", "theirs").orElseThrow().state()).isEqualTo(LetterState.OPEN);
    }

    @Test
    void replaysOneOpenLetterOnceAndRefusesTheSecondTime() {
        letter("again", HOOK, "OPEN", NOON);

        replays.one("demo", "again");

        assertThat(codeOf("again")).isEqualTo("ALREADY_REPLAYING");
        assertThat(due()).containsExactly("again subscription/hook");
        assertThat(letters.find("demo", "again").orElseThrow().state()).isEqualTo(LetterState.REPLAYING);
    }

    @Test
    void refusesToReplayWhatHasNoSubscriberOrWasReplayed() {
        letter("gone", "subscription/deleted", "OPEN", NOON);
        letter("uninstalled", "extension/crm", "OPEN", NOON);
        letter("done", HOOK, "REPLAYED", NOON);
        rows.letter("demo", "no-event", HOOK, "OPEN", NOON);

        assertThat(codeOf("gone")).isEqualTo("SUBSCRIBER_GONE");
        assertThat(codeOf("uninstalled")).isEqualTo("SUBSCRIBER_GONE");
        assertThat(codeOf("done")).isEqualTo("ALREADY_REPLAYED");
        assertThat(codeOf("no-event")).isEqualTo("EVENT_GONE");
        assertThat(due()).isEmpty();
    }

    @Test
    void knowsExtensionsThatAreInstalledOrBuiltIn() {
        jdbc.update(
                "insert into gateway.extension (key, name, type, built_in) values ('chat', 'c', 'IN_PROCESS', true),"
                        + " ('crm', 'c', 'IN_PROCESS', false), ('off', 'o', 'IN_PROCESS', true)");
        jdbc.update("insert into gateway.workspace_extension (workspace_id, extension_key, installed, enabled)"
                + " values ('demo', 'crm', true, false), ('demo', 'off', false, true)");
        letter("chat", "extension/chat", "OPEN", NOON);
        letter("crm", "extension/crm", "OPEN", NOON);
        letter("off", "extension/off", "OPEN", NOON);

        replays.one("demo", "chat");
        replays.one("demo", "crm");

        assertThat(codeOf("off")).isEqualTo("SUBSCRIBER_GONE");
    }

    @Test
    void replaysManyInChunksEachOnceAndOnlyOpenOnes() {
        jdbc.update(
                "insert into gateway.platform_event (event_id, workspace_id, source, resource, event_name,"
                        + " resource_id, event_key, occurred_at, sequence, event)"
                        + " select 'm' || n, 'demo', 's', 'r', 'e', '_', 's.r.e', now(), n, '{}' from generate_series(1, 2500) n");
        jdbc.update("insert into gateway.dead_letter_event (id, event_id, subscriber, workspace_id, event_key, class,"
                + " reason, attempts, first_at, last_at, state) select 'm' || n, 'm' || n, 'subscription/hook', 'demo',"
                + " 's.r.e', 'exhausted', 'why', 4, now(), now(), 'OPEN' from generate_series(1, 2500) n");
        letter("gone", "subscription/deleted", "OPEN", NOON);
        letter("done", HOOK, "REPLAYED", NOON);

        assertThat(replayAll("{}", true)).isEqualTo(new Replayed(2_501, 0, true));
        assertThat(replayAll("{}", false)).isEqualTo(new Replayed(2_501, 2_500, false));
        assertThat(replayAll("{}", false)).isEqualTo(new Replayed(1, 0, false));
        assertThat(due()).hasSize(2_500);
    }

    @Test
    void replaysWhatTheFilterMeans() {
        letter("a", HOOK, "OPEN", NOON);
        rows.event("demo", "b", "other", NOON);
        rows.letter("demo", "b", HOOK, "OPEN", NOON.plusSeconds(1));

        assertThat(replayAll("{\"subscriber\":\"nobody\"}", false).matched()).isZero();
        assertThat(replayAll("{\"eventKey\":\"s.*.other\"}", false).replayed()).isEqualTo(1);
        assertThat(due()).containsExactly("b subscription/hook");
    }

    @Test
    void discardsLetters() {
        letter("unwanted", HOOK, "OPEN", NOON);

        assertThat(letters.discard("demo", "unwanted")).isTrue();
        assertThat(letters.find("demo", "unwanted")).isEmpty();
        assertThat(letters.discard("demo", "\u0000")).isFalse();
    }

    private void letter(String id, String subscriber, String state, Instant lastAt) {
        rows.event("demo", id, "e", NOON);
        rows.delivery("demo", id, subscriber, state.equals("REPLAYED") ? "DELIVERED" : "DEAD");
        rows.letter("demo", id, subscriber, state, lastAt);
    }

    private Page list(Map<String, String> query) {
        Map<String, List<String>> parameters = new java.util.HashMap<>();
        query.forEach((name, value) -> parameters.put(name, List.of(value)));
        return letters.list("demo", LetterQuery.parse(parameters));
    }

    private static List<String> ids(Page page) {
        return page.items().stream()
                .map(item -> new String(item, StandardCharsets.UTF_8).replaceFirst("\\{\"id\":\"([^\"]+)\".*", "$1"))
                .toList();
    }

    private Replayed replayAll(String filter, boolean dryRun) {
        String body = "{\"filter\":" + filter + ",\"dryRun\":" + dryRun + "}";
        return replays.all("demo", ReplayLettersRequest.parse(body.getBytes(StandardCharsets.UTF_8)));
    }

    private String codeOf(String id) {
        return catchThrowableOfType(ProblemException.class, () -> replays.one("demo", id))
                .problem()
                .code();
    }

    private List<String> due() {
        return rows.texts("select event_id || ' ' || subscriber from gateway.delivery"
                + " where state = 'PENDING' and attempts = 0 and next_attempt_at <= now() order by event_id");
    }
}
