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
            order by seq desc limit ?""";
    private static final String ONE = "select * from notification where workspace_id = ? and user_id = ? and id = ?";
    private static final String UNREAD =
            "select unread, version from user_inbox where workspace_id = ? and user_id = ?";
    private static final String UNREAD_LOCKED = UNREAD + " for update";
    private static final String READ = """
            update notification set status = 'READ', read_at = ?, delivered_at = coalesce(delivered_at, ?)
            where workspace_id = ? and user_id = ? and id = ? and status = any (?::text[])""";
    private static final String UNDO_READ = """
            update notification set status = 'DELIVERED', read_at = null
            where workspace_id = ? and user_id = ? and id = ? and status = 'READ'""";
    private static final String READ_ALL = """
            update notification set status = 'READ', read_at = ?, delivered_at = coalesce(delivered_at, ?)
            where workspace_id = ? and user_id = ? and status in ('CREATED', 'DELIVERED')
              and (seq <= (select u.seq from notification u where u.workspace_id = ? and u.user_id = ? and u.id = ?)
                   or created_at <= ?)""";
    private static final String COUNT = """
            update user_inbox set unread = unread + ?, version = version + 1
            where workspace_id = ? and user_id = ?""";
    private static final String DELIVERED = """
            update notification set delivered_at = coalesce(delivered_at, ?),
                   status = case when status = 'CREATED' then 'DELIVERED' else status end
            where id = any (?::text[])""";

    private final Database database;

    InboxStore(Database database) {
        this.database = database;
    }

    Page page(Owner owner, PageRequest request) {
        record Numbered(long seq, Notification notification) {}
        List<Numbered> rows = database.inTransaction(connection -> Sql.query(
                connection,
                PAGE,
                row -> new Numbered(row.getLong("seq"), Rows.notification(row)),
                owner.workspaceId(),
                owner.userId(),
                request.before(),
                request.statuses(),
                request.limit() + 1));
        boolean more = rows.size() > request.limit();
        List<Numbered> kept = more ? rows.subList(0, request.limit()) : rows;
        String next = more ? PageRequest.cursorAt(kept.get(kept.size() - 1).seq()) : null;
        return new Page(kept.stream().map(Numbered::notification).toList(), next);
    }

    Unread unread(Owner owner) {
        return database.inTransaction(connection -> unread(connection, UNREAD, owner));
    }

    Optional<Notification> find(Owner owner, String id) {
        return database.inTransaction(connection -> one(connection, owner, id));
    }

    /** Empty if the owner has no such notification. */
    Optional<Change> read(Owner owner, String id, Instant now) {
        return mark(
                owner,
                id,
                -1,
                connection -> Sql.update(
                        connection, READ, now, now, owner.workspaceId(), owner.userId(), id, Status.READ.sources()));
    }

    /** Empty if the owner has no such notification. */
    Optional<Change> undoRead(Owner owner, String id) {
        return mark(
                owner,
                id,
                +1,
                connection -> Sql.update(connection, UNDO_READ, owner.workspaceId(), owner.userId(), id));
    }

    /** Marks everything up to the given point; 0 if there was nothing to mark. */
    int readAll(Owner owner, UpTo upTo, Instant now) {
        String id = upTo instanceof UpTo.Id by ? by.id() : null;
        Instant time = upTo instanceof UpTo.Time by ? by.time() : null;
        String workspace = owner.workspaceId();
        return database.inTransaction(connection -> {
            unread(connection, UNREAD_LOCKED, owner);
            if (id != null && one(connection, owner, id).isEmpty()) {
                throw UpTo.refused("must be one of your notifications, was " + id);
            }
            int read = Sql.update(
                    connection, READ_ALL, now, now, workspace, owner.userId(), workspace, owner.userId(), id, time);
            return count(connection, owner, -read, read);
        });
    }

    /** Marks notifications as confirmed by a client, a read one staying read; part of the caller's transaction. */
    public static void delivered(Connection connection, List<String> ids, Instant now) throws SQLException {
        Sql.update(connection, DELIVERED, now, ids);
    }

    private Optional<Change> mark(Owner owner, String id, int step, Database.Work<Integer> update) {
        return database.inTransaction(connection -> {
            unread(connection, UNREAD_LOCKED, owner);
            int changed = count(connection, owner, step, update.in(connection));
            Optional<Notification> now = one(connection, owner, id);
            return now.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Change(now.get(), unread(connection, UNREAD, owner), changed > 0));
        });
    }

    private static int count(Connection connection, Owner owner, int step, int changed) throws SQLException {
        if (changed > 0) {
            Sql.update(connection, COUNT, step, owner.workspaceId(), owner.userId());
        }
        return changed;
    }

    private static Unread unread(Connection connection, String sql, Owner owner) throws SQLException {
        List<Unread> found = Sql.query(connection, sql, Rows::unread, owner.workspaceId(), owner.userId());
        return found.isEmpty() ? Unread.NONE : found.get(0);
    }

    private static Optional<Notification> one(Connection connection, Owner owner, String id) throws SQLException {
        return Sql.query(connection, ONE, Rows::notification, owner.workspaceId(), owner.userId(), id).stream()
                .findFirst();
    }
}
