package dev.eventbus.notifications.inbox;

import dev.eventbus.notifications.database.Database;
import dev.eventbus.notifications.database.Sql;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads and marks what is in inboxes. The unread count is kept in the inbox's row and changed in the transaction that
 * changes the notifications: a count costs one row however many are unread, and comes with its version from one place.
 */
@Singleton
public final class InboxStore {
    private static final String PAGE = """
            select * from notification where workspace_id = ? and user_id = ? and seq < ? and status = any (?::text[])
              and case when archived_at is not null then 'ARCHIVED' when snoozed_until is not null then 'SNOOZED'
                       else 'INBOX' end = ?
            order by seq desc limit ?""";
    private static final String ONE = "select * from notification where workspace_id = ? and user_id = ? and id = ?";
    private static final String ATTEMPTS = """
            select a.* from attempt a join notification n on n.id = a.notification_id
            where n.workspace_id = ? and n.user_id = ? and n.id = ? order by a.channel desc""";
    private static final String UNREAD =
            "select unread, version from user_inbox where workspace_id = ? and user_id = ?";
    private static final String DELIVERED = """
            update notification set delivered_at = coalesce(delivered_at, ?),
                   status = case when status = 'CREATED' then 'DELIVERED' else status end
            where id = any (?::text[])""";
    private static final String NOT_NEEDED = """
            update attempt set state = 'SKIPPED', reason = ?, updated_at = ?
            where notification_id = ? and state = 'QUEUED'""";
    private static final String SEEN = """
            delivered_at = coalesce(delivered_at, ?), snoozed_until = null""";

    private final Database database;

    InboxStore(Database database) {
        this.database = database;
    }

    Page page(Owner owner, PageRequest request) {
        record Numbered(long seq, Listed notification) {}
        List<Numbered> rows = database.inTransaction(connection -> Sql.query(
                connection,
                PAGE,
                row -> new Numbered(row.getLong("seq"), Rows.listed(row)),
                owner.workspaceId(),
                owner.userId(),
                request.before(),
                request.statuses(),
                request.view(),
                request.limit() + 1));
        boolean more = rows.size() > request.limit();
        List<Numbered> kept = more ? rows.subList(0, request.limit()) : rows;
        String next = more ? PageRequest.cursorAt(kept.get(kept.size() - 1).seq()) : null;
        return new Page(kept.stream().map(Numbered::notification).toList(), next);
    }

    Unread unread(Owner owner) {
        return database.inTransaction(connection -> unread(connection, owner));
    }

    Optional<Notification> find(Owner owner, String id) {
        return database.inTransaction(connection -> one(connection, owner, id));
    }

    /** With what each channel made of it. */
    Optional<Detail> detail(Owner owner, String id) {
        String workspaceId = owner.workspaceId();
        return database.inTransaction(connection -> {
            List<Listed> found = Sql.query(connection, ONE, Rows::listed, workspaceId, owner.userId(), id);
            return found.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Detail(
                            found.get(0),
                            Sql.query(connection, ATTEMPTS, Rows::attempt, workspaceId, owner.userId(), id)));
        });
    }

    /** Empty if the owner has no such notification. */
    Optional<Change> read(Owner owner, String id, Instant now) {
        Marking reading = new Marking(
                "id = ? and status = any (?::text[])",
                List.of(id, Status.READ.sources()),
                "status = 'READ', read_at = ?, " + SEEN,
                List.of(now, now));
        return mark(owner, id, reading, connection -> Sql.update(connection, NOT_NEEDED, "read already", now, id));
    }

    /** It is back in the inbox, should it have been put away. Empty if the owner has no such notification. */
    Optional<Change> undoRead(Owner owner, String id) {
        Marking undoing = new Marking(
                "id = ? and status = 'READ'",
                List.of(id),
                "status = 'DELIVERED', read_at = null, archived_at = null, snoozed_until = null",
                List.of());
        return mark(owner, id, undoing, connection -> 0);
    }

    /** Empty if the owner has no such notification. */
    Optional<Change> archive(Owner owner, String id, Instant now) {
        Marking archiving = new Marking(
                "id = ? and archived_at is null",
                List.of(id),
                "archived_at = ?, status = case when status = 'CREATED' then 'DELIVERED' else status end, " + SEEN,
                List.of(now, now));
        return mark(owner, id, archiving, connection -> Sql.update(connection, NOT_NEEDED, "archived", now, id));
    }

    /** Empty if the owner has no such notification; unchanged if it expired or failed. */
    Optional<Change> snooze(Owner owner, String id, Instant until, Instant now) {
        Marking snoozing = new Marking(
                "id = ? and status in ('CREATED', 'DELIVERED', 'READ')",
                List.of(id),
                "snoozed_until = ?, archived_at = null, delivered_at = coalesce(delivered_at, ?),"
                        + " status = case when status = 'CREATED' then 'DELIVERED' else status end",
                List.of(until, now));
        return mark(owner, id, snoozing, connection -> Sql.update(connection, NOT_NEEDED, "snoozed", now, id));
    }

    /** Marks what the inbox shows as unread up to the given point; 0 if there was nothing to mark. */
    int readAll(Owner owner, UpTo upTo, Instant now) {
        Marking reading = switch (upTo) {
            case UpTo.Id by -> readAll("seq <= (select u.seq from notification u where u.id = ?)", by.id(), now);
            case UpTo.Time by -> readAll("created_at <= ?", by.time(), now);
        };
        return database.inTransaction(connection -> {
            Marking.lock(connection, owner);
            if (upTo instanceof UpTo.Id by && one(connection, owner, by.id()).isEmpty()) {
                throw UpTo.refused("must be one of your notifications, was " + by.id());
            }
            return reading.apply(connection, owner);
        });
    }

    private static Marking readAll(String upTo, Object point, Instant now) {
        return new Marking(
                "is_unread and " + upTo,
                List.of(point),
                "status = 'READ', read_at = ?, delivered_at = coalesce(delivered_at, ?)",
                List.of(now, now));
    }

    /** Marks notifications as confirmed by a client, a read one staying read; part of the caller's transaction. */
    public static void delivered(Connection connection, List<String> ids, Instant now) throws SQLException {
        if (!ids.isEmpty()) {
            Sql.update(connection, DELIVERED, now, ids);
        }
    }

    private Optional<Change> mark(Owner owner, String id, Marking marking, Database.Work<Integer> alongside) {
        return database.inTransaction(connection -> {
            Marking.lock(connection, owner);
            int changed = marking.apply(connection, owner);
            if (changed > 0) {
                alongside.in(connection);
            }
            Optional<Notification> now = one(connection, owner, id);
            return now.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Change(now.get(), unread(connection, owner), changed > 0));
        });
    }

    private static Unread unread(Connection connection, Owner owner) throws SQLException {
        List<Unread> found = Sql.query(connection, UNREAD, Rows::unread, owner.workspaceId(), owner.userId());
        return found.isEmpty() ? Unread.NONE : found.get(0);
    }

    private static Optional<Notification> one(Connection connection, Owner owner, String id) throws SQLException {
        return Sql.query(connection, ONE, Rows::notification, owner.workspaceId(), owner.userId(), id).stream()
                .findFirst();
    }
}
