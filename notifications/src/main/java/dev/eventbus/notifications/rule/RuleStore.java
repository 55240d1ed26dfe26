package dev.eventbus.notifications.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eventbus.notifications.database.Database;
import dev.eventbus.notifications.database.Sql;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The rows that say what workspaces made of rules. */
@Singleton
class RuleStore {
    static final int MAX_PER_WORKSPACE = 1_000;

    private static final String PAGE =
            "select * from notification_rule where workspace_id = ? and key > ? order by key limit ?";
    private static final String IDS =
            "select workspace_id, key, revision from notification_rule where workspace_id = ? order by key limit ?";
    private static final String THESE =
            "select * from notification_rule where workspace_id = ? and key = any (?::text[])";
    private static final String ONE = "select * from notification_rule where workspace_id = ? and key = ?";
    // Two that are added at the same time must not both find the last place.
    private static final String ONE_BY_ONE =
            "select 1 from (select pg_advisory_xact_lock(hashtextextended('rules of ' || ?, 0))) as locked";
    private static final String COUNT =
            "select count(*) as rules from notification_rule where workspace_id = ? and key <> ?";
    private static final String ADD = """
            insert into notification_rule (workspace_id, key, definition, created_at, updated_at)
            values (?, ?, ?, ?, ?) on conflict do nothing""";
    private static final String PUT = """
            insert into notification_rule (workspace_id, key, definition, created_at, updated_at)
            values (?, ?, ?, ?, ?)
            on conflict (workspace_id, key) do update set definition = excluded.definition, fault_reason = null,
                fault_at = null, updated_at = excluded.updated_at, revision = nextval('notification_rule_revision')""";
    private static final String DELETE = "delete from notification_rule where workspace_id = ? and key = ?";
    private static final String FAULT = """
            update notification_rule set fault_reason = ?, fault_at = ?, updated_at = ?,
                revision = nextval('notification_rule_revision')
            where workspace_id = ? and key = ? and revision = ?""";
    private static final String STATES = """
            select workspace_id, count(*) as rules, sum(revision)::text as revisions
            from notification_rule group by workspace_id""";

    // ASCII only: what JSON can say with an escape may have no form in PostgreSQL's text.
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Database database;

    RuleStore(Database database) {
        this.database = database;
    }

    /** What became of an attempt to store a rule. */
    enum Stored {
        DONE,
        EXISTS,
        NO_ROOM
    }

    List<StoredRule> page(String workspaceId, String after, int rows) {
        return database.inTransaction(
                connection -> Sql.query(connection, PAGE, RuleStore::row, workspaceId, after, rows));
    }

    /** Which rules a workspace has something to say about, as of which change. */
    Set<RuleId> ids(String workspaceId) {
        return new HashSet<>(database.inTransaction(
                connection -> Sql.query(connection, IDS, RuleStore::id, workspaceId, MAX_PER_WORKSPACE)));
    }

    List<StoredRule> find(String workspaceId, Collection<String> keys) {
        return keys.isEmpty()
                ? List.of()
                : database.inTransaction(connection -> Sql.query(connection, THESE, RuleStore::row, workspaceId, keys));
    }

    Optional<StoredRule> find(String workspaceId, String key) {
        return database
                .inTransaction(connection -> Sql.query(connection, ONE, RuleStore::row, workspaceId, key))
                .stream()
                .findFirst();
    }

    Stored add(String workspaceId, RuleDefinition rule, Instant now) {
        return store(ADD, workspaceId, rule, now);
    }

    /** Stores it anew, healed if it was switched off. */
    Stored put(String workspaceId, RuleDefinition rule, Instant now) {
        return store(PUT, workspaceId, rule, now);
    }

    private Stored store(String sql, String workspaceId, RuleDefinition rule, Instant now) {
        String json = write(rule);
        return database.inTransaction(connection -> {
            Sql.query(connection, ONE_BY_ONE, row -> row.getInt(1), workspaceId);
            List<Long> others = Sql.query(connection, COUNT, row -> row.getLong("rules"), workspaceId, rule.key());
            if (others.get(0) >= MAX_PER_WORKSPACE) {
                return Stored.NO_ROOM;
            }
            int stored = Sql.update(connection, sql, workspaceId, rule.key(), json, now, now);
            return stored == 0 ? Stored.EXISTS : Stored.DONE;
        });
    }

    boolean delete(String workspaceId, String key) {
        return database.inTransaction(connection -> Sql.update(connection, DELETE, workspaceId, key)) > 0;
    }

    /** Switches a rule off, unless it was changed meanwhile. */
    boolean fault(RuleId id, String reason, Instant now) {
        return database.inTransaction(connection ->
                        Sql.update(connection, FAULT, reason, now, now, id.workspaceId(), id.key(), id.revision()))
                > 0;
    }

    /** By workspace a text that is another one after each change to its rules. */
    Map<String, String> states() {
        Map<String, String> states = new HashMap<>();
        database.inTransaction(connection -> Sql.query(
                connection,
                STATES,
                row -> states.put(
                        row.getString("workspace_id"), row.getString("rules") + ' ' + row.getString("revisions"))));
        return states;
    }

    private static StoredRule row(ResultSet row) throws SQLException {
        String reason = row.getString("fault_reason");
        Instant at = Sql.instant(row, "fault_at");
        return new StoredRule(
                id(row),
                read(row.getString("definition")),
                reason == null || at == null ? null : new StoredRule.Fault(reason, at),
                Objects.requireNonNull(Sql.instant(row, "created_at")),
                Objects.requireNonNull(Sql.instant(row, "updated_at")));
    }

    private static RuleId id(ResultSet row) throws SQLException {
        return new RuleId(row.getString("workspace_id"), row.getString("key"), row.getLong("revision"));
    }

    private static String write(RuleDefinition rule) {
        try {
            return MAPPER.writeValueAsString(rule);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Could not write a rule: " + e.getOriginalMessage(), e);
        }
    }

    private static RuleDefinition read(String json) {
        try {
            return MAPPER.readValue(json, RuleDefinition.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Could not read a stored rule: " + e.getOriginalMessage(), e);
        }
    }
}
