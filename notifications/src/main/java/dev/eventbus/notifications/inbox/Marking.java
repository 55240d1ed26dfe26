package dev.eventbus.notifications.inbox;

import dev.eventbus.notifications.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of some notifications of one inbox. Whatever it makes of them, the inbox's count follows from how many of
 * them were unread before and are after.
 *
 * @param where which; SQL over notification
 * @param which what its question marks stand for
 * @param set what becomes of them; SQL
 * @param what what its question marks stand for
 */
record Marking(String where, List<?> which, String set, List<?> what) {
    private static final String LOCK =
            "select unread, version from user_inbox where workspace_id = ? and user_id = ? for update";
    private static final String CHANGE = """
            with before as (
              select id, is_unread from notification where workspace_id = ? and user_id = ? and (%s) for update
            ), changed as (
              update notification n set %s from before b where n.id = b.id
              returning b.is_unread as was_unread, n.is_unread
            )
            select count(*) as changed, coalesce(sum(is_unread::int - was_unread::int), 0) as step from changed""";
    private static final String COUNT = """
            update user_inbox set unread = unread + ?, version = version + 1
            where workspace_id = ? and user_id = ?""";

    private record Effect(int changed, int step) {}

    /** From here to the commit nobody else changes this inbox. Returns its count before. */
    static Unread lock(Connection connection, Owner owner) throws SQLException {
        return Sql.query(connection, LOCK, Rows::unread, owner.workspaceId(), owner.userId()).stream()
                .findFirst()
                .orElse(Unread.NONE);
    }

    /** To be called under the lock. Returns how many it changed; the inbox gets a new version if there were any. */
    int apply(Connection connection, Owner owner) throws SQLException {
        List<@Nullable Object> arguments = new ArrayList<>();
        arguments.add(owner.workspaceId());
        arguments.add(owner.userId());
        arguments.addAll(which);
        arguments.addAll(what);
        Effect effect = Sql.query(
                        connection,
                        CHANGE.formatted(where, set),
                        row -> new Effect(row.getInt("changed"), row.getInt("step")),
                        arguments.toArray())
                .get(0);
        if (effect.changed() > 0) {
            Sql.update(connection, COUNT, effect.step(), owner.workspaceId(), owner.userId());
        }
        return effect.changed();
    }
}
