package dev.eventbus.gateway.account;

import dev.eventbus.gateway.database.Jdbc;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The users and their memberships in PostgreSQL. Blocks. */
@ApplicationScoped
public class Users {
    private final Jdbc jdbc;

    Users(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    /** A user with the hash to check a password against. */
    public record Login(String userId, String passwordHash) {}

    public Optional<Login> loginOf(String email) {
        return jdbc
                .query(
                        "select id, password_hash from gateway.app_user where lower(email) = ?",
                        List.of(email.toLowerCase(Locale.ROOT)),
                        row -> new Login(row.getString(1), row.getString(2)))
                .stream()
                .findFirst();
    }

    public Optional<Account> find(String id) {
        List<Account> oneEach = jdbc.query(
                "select u.id, u.email, u.name, u.role, m.workspace_id, m.role from gateway.app_user u"
                        + " left join gateway.membership m on m.user_id = u.id where u.id = ? order by m.workspace_id",
                List.of(id),
                Users::accountOfOneMembership);
        return oneEach.stream().reduce(Users::joined);
    }

    /** Adds a user unless the e-mail address is taken; says whether it did. Memberships are added either way. */
    boolean addIfAbsent(SeedUser user, String passwordHash) {
        int added = jdbc.update(
                "insert into gateway.app_user (id, email, name, password_hash, role)"
                        + " values (?, ?, ?, ?, nullif(?, '')) on conflict do nothing",
                user.id(),
                user.email(),
                user.name(),
                passwordHash,
                user.role());
        for (Membership membership : user.memberships()) {
            jdbc.update(
                    "insert into gateway.membership (user_id, workspace_id, role)"
                            + " select id, ?, ? from gateway.app_user where lower(email) = lower(?)"
                            + " on conflict do nothing",
                    membership.workspaceId(),
                    membership.role().name(),
                    user.email());
        }
        return added == 1;
    }

    private static Account accountOfOneMembership(ResultSet row) throws SQLException {
        String workspace = row.getString(5);
        List<Membership> memberships = workspace == null
                ? List.of()
                : List.of(new Membership(workspace, Membership.Role.valueOf(row.getString(6))));
        return new Account(row.getString(1), row.getString(2), row.getString(3), row.getString(4), memberships);
    }

    private static Account joined(Account account, Account more) {
        List<Membership> memberships = new ArrayList<>(account.memberships());
        memberships.addAll(more.memberships());
        return new Account(account.id(), account.email(), account.name(), account.role(), memberships);
    }
}
