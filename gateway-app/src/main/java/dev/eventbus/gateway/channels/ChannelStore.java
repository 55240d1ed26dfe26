package dev.eventbus.gateway.channels;

import dev.eventbus.gateway.audit.Audit;
import dev.eventbus.gateway.audit.AuditEntry;
import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.gateway.query.Items;
import dev.eventbus.gateway.query.PageQuery;
import dev.eventbus.gateway.security.SecretBox;
import dev.eventbus.json.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The channels in PostgreSQL, their secrets sealed. Blocks. */
@ApplicationScoped
class ChannelStore {
    private static final Logger LOG = Logger.getLogger(ChannelStore.class);

    static final int MAX_PER_WORKSPACE = 100;

    private static final String INSERT = "insert into gateway.event_channel"
            + " (id, workspace_id, type, enabled, settings, secrets) values (?, ?, ?, ?, ?::jsonb, ?)";

    /** The time is the database's: it tells one state from the next for all replicas. */
    private static final String UPDATE = "update gateway.event_channel set type = ?, enabled = ?, settings = ?::jsonb,"
            + " secrets = ?, updated_at = clock_timestamp() where id = ? and workspace_id = ? and updated_at = ?";

    /** What was asked for has changed, so an answer such as "nothing new" would be about something else. */
    private static final String FORGET_PLACE = "update gateway.event_channel_run set etag = null, last_modified = null,"
            + " position = case when ? then null else position end, epoch = epoch + 1,"
            + " until = clock_timestamp() where channel_id = ?";

    private final Jdbc jdbc;
    private final SecretBox box;
    private final Audit audit;

    ChannelStore(Jdbc jdbc, SecretBox box, Audit audit) {
        this.jdbc = jdbc;
        this.box = box;
        this.audit = audit;
    }

    /** Newest first. */
    Items<StoredChannel> page(String workspaceId, PageQuery query) {
        List<ChannelRow> rows = jdbc.query(
                ChannelRow.SELECT + "c.workspace_id = ? and (? = '' or c.id < ?) order by c.id desc limit ?",
                List.of(workspaceId, query.after(), query.after(), query.rows()),
                ChannelRow::read);
        return Items.of(rows, query, row -> row.shell().id()).map(row -> row.open(box));
    }

    Optional<StoredChannel> find(String workspaceId, String id) {
        return jdbc
                .query(
                        ChannelRow.SELECT + "c.workspace_id = ? and c.id = ?",
                        List.of(workspaceId, id),
                        ChannelRow::read)
                .stream()
                .findFirst()
                .map(row -> row.open(box));
    }

    /** Those of all workspaces that are enabled, sealed; one that cannot be read keeps no other from its events. */
    List<ChannelRow> enabled() {
        return jdbc.query(ChannelRow.SELECT + "c.enabled order by c.id", List.of(), ChannelStore::readable).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<ChannelRow> readable(ResultSet row) throws SQLException {
        try {
            return Optional.of(ChannelRow.read(row));
        } catch (IllegalArgumentException e) {
            LOG.errorf(
                    "Event channel takes no events until it is written anew: its row cannot be read. channel=%s reason=%s",
                    row.getString("id"), e.getMessage());
            return Optional.empty();
        }
    }

    /** The number of the last committed change to any channel, on whichever replica. */
    long revision() {
        return jdbc.query("select revision from gateway.event_channel_revision", List.of(), row -> row.getLong(1))
                .getFirst();
    }

    /** Adds one; says false if the workspace has as many as it may have. */
    boolean add(Channel channel) {
        byte[] sealed = ChannelRow.seal(channel.secrets(), box);
        return jdbc.inTransaction(connection -> {
            if (lockAndCount(connection, channel.workspaceId()) >= MAX_PER_WORKSPACE) {
                return false;
            }
            ChannelSettings settings = channel.settings();
            Jdbc.update(
                    connection,
                    INSERT,
                    channel.id(),
                    channel.workspaceId(),
                    settings.type().toString(),
                    settings.enabled(),
                    json(settings),
                    sealed);
            audit.record(connection, entry("create", channel.workspaceId(), channel.id()));
            return true;
        });
    }

    /** Stores a changed state; says false if the stored one is no longer {@code before}. */
    boolean replace(Channel before, Channel changed) {
        byte[] sealed = ChannelRow.seal(changed.secrets(), box);
        ChannelSettings settings = changed.settings();
        return jdbc.inTransaction(connection -> {
            boolean isChanged = Jdbc.update(
                            connection,
                            UPDATE,
                            settings.type().toString(),
                            settings.enabled(),
                            json(settings),
                            sealed,
                            changed.id(),
                            changed.workspaceId(),
                            Timestamp.from(before.updatedAt()))
                    == 1;
            if (isChanged) {
                Jdbc.update(connection, FORGET_PLACE, !isSameTrack(before, changed), changed.id());
                audit.record(connection, entry("update", changed.workspaceId(), changed.id()));
            }
            return isChanged;
        });
    }

    private static boolean isSameTrack(Channel before, Channel changed) {
        Source one = before.settings().source();
        Source other = changed.settings().source();
        return one != null && other != null && one.isSameTrack(other);
    }

    /** Removes it with all that is known of what it brought; says whether it was there. */
    boolean remove(String workspaceId, String id) {
        return jdbc.inTransaction(connection -> {
            boolean wasThere = Jdbc.update(
                            connection,
                            "delete from gateway.event_channel where id = ? and workspace_id = ?",
                            id,
                            workspaceId)
                    == 1;
            if (wasThere) {
                audit.record(connection, entry("delete", workspaceId, id));
            }
            return wasThere;
        });
    }

    private static String json(ChannelSettings settings) {
        return new String(Json.write(settings), StandardCharsets.UTF_8);
    }

    private static AuditEntry entry(String verb, String workspaceId, String id) {
        return new AuditEntry("event-channel." + verb, workspaceId, id);
    }

    /** Two who add at the same time would each count without the other. */
    private static int lockAndCount(Connection connection, String workspaceId) throws SQLException {
        Jdbc.query(
                connection,
                "select pg_advisory_xact_lock(hashtext('event-channels'), hashtext(?))",
                List.of(workspaceId),
                row -> "locked");
        return Jdbc.query(
                        connection,
                        "select count(*) from gateway.event_channel where workspace_id = ?",
                        List.of(workspaceId),
                        row -> row.getInt(1))
                .getFirst();
    }
}
