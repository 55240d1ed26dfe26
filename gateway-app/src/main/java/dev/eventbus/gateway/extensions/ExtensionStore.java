package dev.eventbus.gateway.extensions;

import dev.eventbus.gateway.audit.Audit;
import dev.eventbus.gateway.audit.AuditEntry;
import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.gateway.dispatch.GiveUp;
import dev.eventbus.gateway.dispatch.SubscriberId;
import dev.eventbus.gateway.query.Items;
import dev.eventbus.gateway.query.PageQuery;
import dev.eventbus.gateway.security.SecretBox;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The registry of extensions in PostgreSQL, their secrets sealed. Blocks. */
@ApplicationScoped
class ExtensionStore {
    static final int MAX_EXTENSIONS = 1_000;

    private static final String SELECT = "select key, name, type, service_base_url, secret, built_in, created_at,"
            + " updated_at from gateway.extension where ";

    private final Jdbc jdbc;
    private final SecretBox box;
    private final Audit audit;

    ExtensionStore(Jdbc jdbc, SecretBox box, Audit audit) {
        this.jdbc = jdbc;
        this.box = box;
        this.audit = audit;
    }

    /** What became of an attempt to add one. */
    enum Added {
        DONE,
        KEY_TAKEN,
        TOO_MANY
    }

    /** A row whose secret is opened when no connection is held. */
    private record Row(RegisteredExtension shell, byte @Nullable [] sealed) {
        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    new RegisteredExtension(
                            row.getString("key"),
                            row.getString("name"),
                            ExtensionType.parse(row.getString("type")),
                            row.getString("service_base_url"),
                            null,
                            row.getBoolean("built_in"),
                            row.getTimestamp("created_at").toInstant(),
                            row.getTimestamp("updated_at").toInstant()),
                    row.getBytes("secret"));
        }

        RegisteredExtension open(SecretBox box) {
            return new RegisteredExtension(
                    shell.key(),
                    shell.name(),
                    shell.type(),
                    shell.serviceBaseUrl(),
                    sealed == null ? null : box.open(sealed),
                    shell.isBuiltIn(),
                    shell.createdAt(),
                    shell.updatedAt());
        }
    }

    /** By key. */
    Items<RegisteredExtension> page(PageQuery query) {
        List<Row> rows =
                jdbc.query(SELECT + "key > ? order by key limit ?", List.of(query.after(), query.rows()), Row::read);
        return Items.of(rows, query, row -> row.shell().key()).map(row -> row.open(box));
    }

    Optional<RegisteredExtension> find(String key) {
        return jdbc.query(SELECT + "key = ?", List.of(key), Row::read).stream()
                .findFirst()
                .map(row -> row.open(box));
    }

    Added add(ExtensionRequest request, @Nullable String secret) {
        byte[] sealed = secret == null ? null : box.seal(secret);
        return jdbc.inTransaction(connection -> {
            Jdbc.query(
                    connection,
                    "select pg_advisory_xact_lock(hashtext('extensions'), 0)",
                    List.of(),
                    row -> "locked, or two would count without each other");
            int known = Jdbc.query(
                            connection, "select count(*) from gateway.extension", List.of(), row -> row.getInt(1))
                    .getFirst();
            if (known >= MAX_EXTENSIONS) {
                return Added.TOO_MANY;
            }
            int added = Jdbc.update(
                    connection,
                    "insert into gateway.extension (key, name, type, service_base_url, secret)"
                            + " values (?, ?, ?, ?, ?) on conflict do nothing",
                    request.key(),
                    request.name(),
                    request.type().name(),
                    request.serviceBaseUrl(),
                    sealed);
            if (added == 0) {
                return Added.KEY_TAKEN;
            }
            audit.record(connection, entry("register", request.key()));
            return Added.DONE;
        });
    }

    /** Says whether there is one of the key and type. A secret of null leaves the stored one. */
    boolean replace(ExtensionRequest request) {
        byte[] sealed = request.secret() == null ? null : box.seal(request.secret());
        return jdbc.inTransaction(connection -> {
            int changed = Jdbc.update(
                    connection,
                    "update gateway.extension set name = ?, service_base_url = ?, secret = coalesce(?::bytea, secret),"
                            + " updated_at = now() where key = ? and type = ?",
                    request.name(),
                    request.serviceBaseUrl(),
                    sealed,
                    request.key(),
                    request.type().name());
            if (changed == 1) {
                audit.record(connection, entry(sealed == null ? "update" : "update.secret", request.key()));
            }
            return changed == 1;
        });
    }

    /** Removes it from all workspaces, with what was still to be delivered to it; dead letters stay. */
    boolean remove(String key) {
        return jdbc.inTransaction(connection -> {
            GiveUp.everywhere(connection, SubscriberId.extension(key));
            int removed = Jdbc.update(connection, "delete from gateway.extension where key = ? and not built_in", key);
            if (removed == 1) {
                audit.record(connection, entry("delete", key));
            }
            return removed == 1;
        });
    }

    private static AuditEntry entry(String verb, String key) {
        return new AuditEntry("extension." + verb, null, key);
    }
}
