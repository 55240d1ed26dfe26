package dev.eventbus.gateway.extensions;

import dev.eventbus.gateway.audit.Audit;
import dev.eventbus.gateway.audit.AuditEntry;
import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.gateway.dispatch.GiveUp;
import dev.eventbus.gateway.dispatch.SubscriberId;
import dev.eventbus.gateway.query.Items;
import dev.eventbus.gateway.query.PageQuery;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is installed where, in PostgreSQL. A built-in extension without a row is installed. Blocks. */
@ApplicationScoped
class InstallationStore {
    private static final String SELECT = """
            select key, name, type, built_in, coalesce(here.installed, built_in) as is_installed,
                   coalesce(here.enabled, true) as is_enabled, here.installed_at
            from gateway.extension
            left join gateway.workspace_extension here on here.extension_key = key and here.workspace_id = ?
            """;

    /** Who was turned off and comes back is as new; who is there stays as it is unless told otherwise. */
    private static final String INSTALL = """
            insert into gateway.workspace_extension as here (workspace_id, extension_key, enabled)
            select ?, key, coalesce(?::boolean, true) from gateway.extension where key = ?
            on conflict (workspace_id, extension_key) do update
            set installed = true, enabled = coalesce(?::boolean, here.enabled or not here.installed),
                installed_at = case when here.installed then here.installed_at else now() end""";

    private static final String TURN_OFF = """
            insert into gateway.workspace_extension (workspace_id, extension_key, installed, enabled)
            select ?, key, false, false from gateway.extension where key = ? and built_in
            on conflict (workspace_id, extension_key) do update set installed = false, enabled = false""";

    private final Jdbc jdbc;
    private final Audit audit;

    InstallationStore(Jdbc jdbc, Audit audit) {
        this.jdbc = jdbc;
        this.audit = audit;
    }

    /** All that is registered, by key. */
    Items<Installation> page(String workspaceId, PageQuery query) {
        List<Installation> rows = jdbc.query(
                SELECT + "where key > ? order by key limit ?",
                List.of(workspaceId, query.after(), query.rows()),
                InstallationStore::read);
        return Items.of(rows, query, Installation::key);
    }

    /** Empty if no such extension is registered. */
    Optional<Installation> find(String workspaceId, String key) {
        return jdbc.query(SELECT + "where key = ?", List.of(workspaceId, key), InstallationStore::read).stream()
                .findFirst();
    }

    /** @param enabled null to leave it as it is, or enabled if it is new */
    void install(String workspaceId, String key, @Nullable Boolean enabled) {
        String verb = enabled == null ? "install" : enabled ? "enable" : "disable";
        jdbc.inTransaction(connection -> {
            Jdbc.update(connection, INSTALL, workspaceId, enabled, key, enabled);
            audit.record(connection, entry(verb, workspaceId, key));
            return verb;
        });
    }

    /** Takes its event keys and what was still to be delivered with it; dead letters stay. */
    void uninstall(String workspaceId, String key) {
        jdbc.inTransaction(connection -> {
            GiveUp.in(connection, SubscriberId.extension(key), workspaceId);
            Jdbc.update(
                    connection,
                    "delete from gateway.workspace_extension where workspace_id = ? and extension_key = ?",
                    workspaceId,
                    key);
            Jdbc.update(connection, TURN_OFF, workspaceId, key);
            audit.record(connection, entry("uninstall", workspaceId, key));
            return key;
        });
    }

    List<String> eventKeys(String workspaceId, String key) {
        return jdbc.query(
                "select event_key from gateway.ext_event_subscription where workspace_id = ? and extension_key = ?"
                        + " order by event_key",
                List.of(workspaceId, key),
                row -> row.getString(1));
    }

    /** What its handlers take, as the replica said that has them. */
    List<String> handled(String key) {
        return jdbc.query(
                "select unnest(handled) from gateway.extension where key = ? order by 1",
                List.of(key),
                row -> row.getString(1));
    }

    void replaceEventKeys(String workspaceId, String key, List<String> eventKeys) {
        jdbc.inTransaction(connection -> {
            Jdbc.update(
                    connection,
                    "insert into gateway.workspace_extension (workspace_id, extension_key) values (?, ?)"
                            + " on conflict do nothing",
                    workspaceId,
                    key);
            Jdbc.update(
                    connection,
                    "delete from gateway.ext_event_subscription where workspace_id = ? and extension_key = ?",
                    workspaceId,
                    key);
            insert(connection, workspaceId, key, eventKeys);
            audit.record(connection, entry("subscribe", workspaceId, key));
            return key;
        });
    }

    private static AuditEntry entry(String verb, String workspaceId, String key) {
        return new AuditEntry("extension." + verb, workspaceId, key);
    }

    private static void insert(Connection connection, String workspaceId, String key, List<String> eventKeys)
            throws SQLException {
        Jdbc.update(
                connection,
                "insert into gateway.ext_event_subscription (workspace_id, extension_key, event_key)"
                        + " select ?, ?, unnest(?::text[]) on conflict do nothing",
                workspaceId,
                key,
                connection.createArrayOf("text", eventKeys.toArray()));
    }

    private static Installation read(ResultSet row) throws SQLException {
        boolean installed = row.getBoolean("is_installed");
        Timestamp installedAt = row.getTimestamp("installed_at");
        return new Installation(
                row.getString("key"),
                row.getString("name"),
                ExtensionType.parse(row.getString("type")),
                row.getBoolean("built_in"),
                installed,
                installed && row.getBoolean("is_enabled"),
                installed && installedAt != null ? installedAt.toInstant() : null);
    }
}
