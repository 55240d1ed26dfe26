package dev.eventbus.gateway.account;

import dev.eventbus.gateway.database.Jdbc;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
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
        return jdbc
                .query("select id, email, name, role from gateway.app_user where id = ?", List.of(id), this::account)
                .stream()
                .findFirst();
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

    private Account account(ResultSet row) throws SQLException {
        String id = row.getString(1);
        return new Account(id, row.getString(2), row.getString(3), row.getString(4), membershipsOf(id));
    }

    private List<Membership> membershipsOf(String userId) {
        return jdbc.query(
                "select workspace_id, role from gateway.membership where user_id = ? order by workspace_id",
                List.of(userId),
                row -> new Membership(row.getString(1), Membership.Role.valueOf(row.getString(2))));
    }
}
