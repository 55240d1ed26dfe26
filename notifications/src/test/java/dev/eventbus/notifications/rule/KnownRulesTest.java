package dev.eventbus.notifications.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.notifications.Events;
import dev.eventbus.notifications.database.Database;
import dev.eventbus.notifications.signal.Signals;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KnownRulesTest {
    private final Shelf shelf = new Shelf();
    private final Heard heard = new Heard();
    private final KnownRules known = new KnownRules(shelf, heard);

    /** Rules in memory, for as long as the database that is not there is not asked. */
    private static final class Shelf extends RuleStore {
        private final Map<RuleId, StoredRule> rows = new HashMap<>();
        private final List<String> read = new ArrayList<>();
        private boolean away;

        Shelf() {
            super(new Database((DataSource) Proxy.newProxyInstance(
                    Shelf.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                        throw new SQLException("away");
                    })));
        }

        void put(String key, long revision, String eventKey) {
            rows.keySet().removeIf(id -> id.key().equals(key));
            RuleDefinition likeThis = BuiltInRules.find("task-failed").orElseThrow();
            RuleDefinition rule = new RuleDefinition(
                    key,
                    eventKey,
                    null,
                    Priority.LOW,
                    likeThis.template(),
                    List.of(),
                    likeThis.recipients(),
                    null,
                    null,
                    null,
                    null,
                    true);
            RuleId id = new RuleId("demo", key, revision);
            rows.put(id, new StoredRule(id, rule, null, Instant.EPOCH, Instant.EPOCH));
        }

        @Override
        Set<RuleId> ids(String workspaceId) {
            return away ? super.ids(workspaceId) : rows.keySet().stream().collect(Collectors.toSet());
        }

        @Override
        List<StoredRule> find(String workspaceId, Collection<String> keys) {
            read.addAll(keys);
            return rows.values().stream()
                    .filter(row -> keys.contains(row.id().key()))
                    .toList();
        }

        @Override
        Map<String, String> states() {
            return rows.isEmpty() ? Map.of() : Map.of("demo", rows.keySet().toString());
        }
    }

    private static final class Heard implements Signals {
        private final List<String> said = new ArrayList<>();

        @Override
        public void broadcast(String channel, byte[] body) {
            said.add(channel + ' ' + new String(body, StandardCharsets.UTF_8));
        }

        @Override
        public CompletionStage<byte[]> request(String channel, byte[] body, Duration timeout) {
            return new CompletableFuture<>();
        }
    }

    private List<String> matching(String eventKey) {
        return known.match(Events.event(eventKey, "{}", null).topic()).stream()
                .map(Rule::key)
                .toList();
    }

    @AfterEach
    void close() {
        known.close();
    }

    @Test
    void knowsTheRulesOfAllWorkspacesOnceStarted() {
        shelf.put("own", 1, "crm.deal.closed");
        assertThat(known.areLoaded()).isFalse();

        assertThat(known.start()).isTrue();

        assertThat(known.areLoaded()).isTrue();
        assertThat(matching("crm.deal.closed")).containsExactly("own");
        assertThat(matching("task.failed")).containsExactly("task-failed");
    }

    @Test
    void takesAChangeIntoAccountReadsOnlyItAndTellsTheOthers() {
        shelf.put("a", 1, "crm.deal.closed");
        shelf.put("b", 2, "crm.deal.closed");
        known.start();
        shelf.read.clear();

        shelf.put("b", 3, "crm.deal.lost");
        known.changed("demo");

        assertThat(matching("crm.deal.closed")).containsExactly("a");
        assertThat(matching("crm.deal.lost")).containsExactly("b");
        assertThat(shelf.read).containsExactly("b");
        assertThat(heard.said).containsExactly("notifier.rules demo");
    }

    @Test
    void keepsTheRulesItKnowsWhileTheDatabaseIsAway() {
        shelf.put("a", 1, "crm.deal.closed");
        known.start();

        shelf.away = true;
        known.changed("demo");

        assertThat(matching("crm.deal.closed")).containsExactly("a");
        assertThat(heard.said).hasSize(1);
    }

    @Test
    void leavesOutARuleItCannotUseAndKeepsTheOthers() {
        shelf.put("good", 1, "crm.deal.closed");
        shelf.put("bad", 2, "no pattern");

        known.start();

        assertThat(matching("crm.deal.closed")).containsExactly("good");
    }
}
