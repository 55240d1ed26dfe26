package dev.eventbus.gateway.access;

import dev.eventbus.gateway.account.Membership;
import dev.eventbus.gateway.audit.Audit;
import dev.eventbus.gateway.audit.AuditEntry;
import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.gateway.query.PageQuery;
import dev.eventbus.gateway.security.Callers;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Who belongs to which workspace, in PostgreSQL; each change with its entry in the audit log. Blocks. */
@ApplicationScoped
class MemberStore {
    private static final String ROWS = "select u.id, u.email, u.name, m.role from gateway.membership m"
            + " join gateway.app_user u on u.id = m.user_id where m.workspace_id = ?";

    private final Jdbc jdbc;
    private final Audit audit;
    private final Callers callers;

    MemberStore(Jdbc jdbc, Audit audit, Callers callers) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.callers = callers;
    }

    /** A user's part in the workspace that is talked about. */
    record Member(String userId, String email, String name, Membership.Role role) {}

    /** A change to a user's part; @param mayOrphan whether it may leave the workspace without an owner */
    record Change(String workspaceId, String userId, boolean mayOrphan) {}

    List<Member> list(String workspaceId, PageQuery page) {
        return jdbc.query(
                ROWS + " and m.user_id > ? order by m.user_id limit ?",
                List.of(workspaceId, page.after(), page.rows()),
                MemberStore::member);
    }

    /** Gives a user a part. Throws a {@link ProblemException}: 404 for an unknown user, 409 for the last owner. */
    Member put(Change change, Membership.Role role) {
        Member member = jdbc.inTransaction(connection -> {
            lock(connection, change.workspaceId());
            if (role != Membership.Role.OWNER) {
                requireAnotherOwner(connection, change);
            }
            upsert(connection, change, role);
            Member now = find(connection, change).orElseThrow(() -> new ProblemException(Problem.notFound()));
            audit.record(connection, entry("member.put-" + role, change));
            return now;
        });
        callers.partChanged(change.userId());
        return member;
    }

    /** Takes a user's part away. Throws a {@link ProblemException}: 404 for no member, 409 for the last owner. */
    void remove(Change change) {
        jdbc.inTransaction(connection -> {
            lock(connection, change.workspaceId());
            requireAnotherOwner(connection, change);
            if (update(connection, "delete from gateway.membership where workspace_id = ? and user_id = ?", change)
                    == 0) {
                throw new ProblemException(Problem.notFound());
            }
            audit.record(connection, entry("member.remove", change));
            return change;
        });
        callers.partChanged(change.userId());
    }

    private static AuditEntry entry(String action, Change change) {
        return new AuditEntry(action, change.workspaceId(), change.userId());
    }

    /** Changes of one workspace's members take turns, or two owners could each remove the other. */
    private static void lock(Connection connection, String workspaceId) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("select pg_advisory_xact_lock(hashtext('members ' || ?))")) {
            lock.setString(1, workspaceId);
            lock.execute();
        }
    }

    private static void requireAnotherOwner(Connection connection, Change change) throws SQLException {
        boolean isOwner = find(connection, change)
                .filter(member -> member.role() == Membership.Role.OWNER)
                .isPresent();
        if (isOwner && !change.mayOrphan() && !hasAnotherOwner(connection, change)) {
            throw new ProblemException(Problem.of(
                    409, "LAST_OWNER", "A workspace keeps at least one OWNER; make somebody else OWNER first."));
        }
    }

    private static boolean hasAnotherOwner(Connection connection, Change change) throws SQLException {
        String sql =
                "select 1 from gateway.membership where workspace_id = ? and user_id <> ? and role = 'OWNER' limit 1";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, change.workspaceId());
            query.setString(2, change.userId());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static Optional<Member> find(Connection connection, Change change) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(ROWS + " and m.user_id = ?")) {
            query.setString(1, change.workspaceId());
            query.setString(2, change.userId());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? Optional.of(member(rows)) : Optional.empty();
            }
        }
    }

    private static void upsert(Connection connection, Change change, Membership.Role role) throws SQLException {
        String sql = "insert into gateway.membership (workspace_id, user_id, role)"
                + " select ?, id, '" + role.name() + "' from gateway.app_user where id = ?"
                + " on conflict (user_id, workspace_id) do update set role = excluded.role";
        update(connection, sql, change);
    }

    private static int update(Connection connection, String sql, Change change) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, change.workspaceId());
            update.setString(2, change.userId());
            return update.executeUpdate();
        }
    }

    private static Member member(ResultSet row) throws SQLException {
        return new Member(
                row.getString(1), row.getString(2), row.getString(3), Membership.Role.valueOf(row.getString(4)));
    }
}
