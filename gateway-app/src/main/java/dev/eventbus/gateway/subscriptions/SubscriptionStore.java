package dev.eventbus.gateway.subscriptions;

import dev.eventbus.gateway.audit.Audit;
import dev.eventbus.gateway.audit.AuditEntry;
import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.gateway.dispatch.GiveUp;
import dev.eventbus.gateway.dispatch.SubscriberId;
import dev.eventbus.gateway.query.Items;
import dev.eventbus.gateway.query.PageQuery;
import dev.eventbus.gateway.security.SecretBox;
import dev.eventbus.gateway.subscriptions.SubscriptionRow.Sealed;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The subscriptions in PostgreSQL, their secrets sealed. Blocks. */
@ApplicationScoped
class SubscriptionStore {
    static final int MAX_PER_WORKSPACE = 100;

    private static final int MAX_REASON = 500;
    private static final String SELECT =
            "select " + SubscriptionRow.COLUMNS + " from gateway.webhook_subscription where ";
    private static final String INSERT = "insert into gateway.webhook_subscription (" + SubscriptionRow.CHANGEABLE
            + ", id, workspace_id) values (" + SubscriptionRow.PLACES + ", ?, ?)";

    /** The time is the database's: it tells one state from the next for all replicas. */
    private static final String UPDATE = "update gateway.webhook_subscription set (" + SubscriptionRow.CHANGEABLE
            + ") = row(" + SubscriptionRow.PLACES + "), updated_at = clock_timestamp(),"
            + " paused_at = case when ?::text is null then null else paused_at end"
            + " where id = ? and workspace_id = ? and updated_at = ?";

    private static final String PAUSE = "update gateway.webhook_subscription set paused_at = now(), paused_reason = ?,"
            + " updated_at = clock_timestamp() where id = ? and paused_at is null returning workspace_id";

    private final Jdbc jdbc;
    private final SecretBox box;
    private final Audit audit;

    SubscriptionStore(Jdbc jdbc, SecretBox box, Audit audit) {
        this.jdbc = jdbc;
        this.box = box;
        this.audit = audit;
    }

    /** Newest first. */
    Items<Subscription> page(String workspaceId, PageQuery query) {
        List<SubscriptionRow> rows = jdbc.query(
                SELECT + "workspace_id = ? and (? = '' or id < ?) order by id desc limit ?",
                List.of(workspaceId, query.after(), query.after(), query.rows()),
                SubscriptionRow::read);
        return Items.of(rows, query, row -> row.shell().id()).map(row -> row.open(box));
    }

    Optional<Subscription> find(String workspaceId, String id) {
        return jdbc
                .query(SELECT + "workspace_id = ? and id = ?", List.of(workspaceId, id), SubscriptionRow::read)
                .stream()
                .findFirst()
                .map(row -> row.open(box));
    }

    /** Those of all workspaces that want events and may have them, sealed. */
    List<SubscriptionRow> active() {
        return jdbc.query(SELECT + "enabled and paused_at is null order by id", List.of(), SubscriptionRow::read);
    }

    /** Adds one; says false if the workspace has as many as it may have. */
    boolean add(Subscription subscription) {
        SubscriptionRow row = sealed(subscription);
        return jdbc.inTransaction(connection -> {
            if (lockAndCount(connection, subscription.workspaceId()) >= MAX_PER_WORKSPACE) {
                return false;
            }
            List<@Nullable Object> values = new ArrayList<>(row.changeable());
            values.add(subscription.id());
            values.add(subscription.workspaceId());
            Jdbc.update(connection, INSERT, values.toArray());
            audit.record(connection, entry("create", subscription.workspaceId(), subscription.id()));
            return true;
        });
    }

    /**
     * Stores a changed state; says false if the stored one is no longer that of {@code updatedAt}.
     *
     * @param verb what was done, for the audit log
     */
    boolean replace(Subscription changed, String verb) {
        SubscriptionRow row = sealed(changed);
        List<@Nullable Object> values = new ArrayList<>(row.changeable());
        values.add(changed.pausedReason());
        values.add(changed.id());
        values.add(changed.workspaceId());
        values.add(Timestamp.from(changed.updatedAt()));
        return jdbc.inTransaction(connection -> {
            boolean isChanged = Jdbc.update(connection, UPDATE, values.toArray()) == 1;
            if (isChanged) {
                audit.record(connection, entry(verb, changed.workspaceId(), changed.id()));
            }
            return isChanged;
        });
    }

    /** Removes it with what was still to be delivered; says whether it was there. Dead letters stay. */
    boolean remove(String workspaceId, String id) {
        SubscriberId subscriber = SubscriberId.subscription(id);
        return jdbc.inTransaction(connection -> {
            GiveUp.in(connection, subscriber, workspaceId);
            boolean wasThere = Jdbc.update(
                            connection,
                            "delete from gateway.webhook_subscription where id = ? and workspace_id = ?",
                            id,
                            workspaceId)
                    == 1;
            if (wasThere) {
                Jdbc.update(
                        connection, "delete from gateway.failing_spell where subscriber = ?", subscriber.toString());
                audit.record(connection, entry("delete", workspaceId, id));
            }
            return wasThere;
        });
    }

    /** The first reason stays: what follows from it says less. */
    void pause(String id, String reason) {
        jdbc.inTransaction(connection -> {
            List<String> paused = Jdbc.query(
                    connection,
                    PAUSE,
                    List.of(reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON) + "…", id),
                    row -> row.getString(1));
            for (String workspaceId : paused) {
                audit.record(connection, entry("pause", workspaceId, id));
            }
            return paused;
        });
    }

    private static AuditEntry entry(String verb, String workspaceId, String id) {
        return new AuditEntry("subscription." + verb, workspaceId, id);
    }

    private SubscriptionRow sealed(Subscription subscription) {
        return new SubscriptionRow(subscription, Sealed.of(subscription, box));
    }

    /** Two who add at the same time would each count without the other. */
    private static int lockAndCount(Connection connection, String workspaceId) throws SQLException {
        Jdbc.query(
                connection,
                "select pg_advisory_xact_lock(hashtext('subscriptions'), hashtext(?))",
                List.of(workspaceId),
                row -> "locked");
        return Jdbc.query(
                        connection,
                        "select count(*) from gateway.webhook_subscription where workspace_id = ?",
                        List.of(workspaceId),
                        row -> row.getInt(1))
                .getFirst();
    }
}
