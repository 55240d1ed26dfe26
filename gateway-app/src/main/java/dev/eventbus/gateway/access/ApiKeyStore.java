package dev.eventbus.gateway.access;

import dev.eventbus.gateway.audit.Audit;
import dev.eventbus.gateway.audit.AuditEntry;
import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.gateway.security.ApiKeys;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The API keys of workspaces in PostgreSQL, each change with its entry in the audit log. Blocks. */
@ApplicationScoped
class ApiKeyStore {
    static final int MAX_PER_WORKSPACE = 50;

    private static final String LIST = "select id, name, last_four, extension_key, created_by, created_at, expires_at,"
            + " last_used_at from gateway.api_key where workspace_id = ? order by created_at desc, id desc";

    private static final String INSERT = "insert into gateway.api_key (id, workspace_id, name, hash, last_four,"
            + " extension_key, created_by, created_at, expires_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final Jdbc jdbc;
    private final Audit audit;
    private final ApiKeys keys;
    private final InstantSource clock;

    ApiKeyStore(Jdbc jdbc, Audit audit, ApiKeys keys, InstantSource clock) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.keys = keys;
        this.clock = clock;
    }

    /** What somebody wants a key for. */
    record Wanted(
            String workspaceId,
            String name,
            @Nullable String extension,
            @Nullable Instant expiresAt,
            String createdBy) {}

    /** A key as it can be shown at any time. */
    record Stored(
            String id,
            String name,
            String lastFour,
            @Nullable String extension,
            String createdBy,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt) {}

    /** All there are, newest first; {@value #MAX_PER_WORKSPACE} at most. */
    List<Stored> list(String workspaceId) {
        return jdbc.query(LIST, List.of(workspaceId), ApiKeyStore::stored);
    }

    Stored add(Wanted wanted, ApiKeys.Fresh fresh) {
        Instant now = Instant.ofEpochMilli(clock.millis());
        Stored stored = new Stored(
                UUID.randomUUID().toString(),
                wanted.name(),
                fresh.lastFour(),
                wanted.extension(),
                wanted.createdBy(),
                now,
                wanted.expiresAt(),
                null);
        return jdbc.inTransaction(connection -> {
            requireRoom(connection, wanted.workspaceId());
            requireExtension(connection, wanted.extension());
            insert(connection, wanted, stored, fresh.hash());
            audit.record(connection, new AuditEntry("api-key.create", wanted.workspaceId(), stored.id()));
            return stored;
        });
    }

    /** Whether there was such a key; it is refused everywhere within seconds. */
    boolean remove(String workspaceId, String id) {
        boolean isRemoved = jdbc.inTransaction(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("delete from gateway.api_key where workspace_id = ? and id = ?")) {
                delete.setString(1, workspaceId);
                delete.setString(2, id);
                if (delete.executeUpdate() == 0) {
                    return false;
                }
            }
            audit.record(connection, new AuditEntry("api-key.revoke", workspaceId, id));
            return true;
        });
        if (isRemoved) {
            keys.revoked(id);
        }
        return isRemoved;
    }

    /** Those who make keys of one workspace take turns, or two could each take the last place. */
    private static void requireRoom(Connection connection, String workspaceId) throws SQLException {
        String sql = "select pg_advisory_xact_lock(hashtext('api_key ' || ?))";
        try (PreparedStatement lock = connection.prepareStatement(sql)) {
            lock.setString(1, workspaceId);
            lock.execute();
        }
        String count = "select count(*) from gateway.api_key where workspace_id = ?";
        if (number(connection, count, workspaceId) >= MAX_PER_WORKSPACE) {
            throw new ProblemException(Problem.of(
                    409,
                    "LIMIT_REACHED",
                    "A workspace has at most " + MAX_PER_WORKSPACE + " API keys; revoke one that is not used."));
        }
    }

    private static void requireExtension(Connection connection, @Nullable String extension) throws SQLException {
        String count = "select count(*) from gateway.extension where key = ?";
        if (extension != null && number(connection, count, extension) == 0) {
            throw new ProblemException(Problem.invalid("extension", "extension must be the key of a known extension"));
        }
    }

    private static long number(Connection connection, String sql, String parameter) throws SQLException {
        try (PreparedStatement count = connection.prepareStatement(sql)) {
            count.setString(1, parameter);
            try (ResultSet rows = count.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private static void insert(Connection connection, Wanted wanted, Stored stored, byte[] hash) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, stored.id());
            insert.setString(2, wanted.workspaceId());
            insert.setString(3, stored.name());
            insert.setBytes(4, hash);
            insert.setString(5, stored.lastFour());
            insert.setString(6, stored.extension());
            insert.setString(7, stored.createdBy());
            insert.setTimestamp(8, Timestamp.from(stored.createdAt()));
            insert.setTimestamp(9, stored.expiresAt() == null ? null : Timestamp.from(stored.expiresAt()));
            insert.executeUpdate();
        }
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getTimestamp(6).toInstant(),
                instant(row.getTimestamp(7)),
                instant(row.getTimestamp(8)));
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
