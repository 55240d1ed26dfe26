package dev.eventbus.gateway.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.eventbus.gateway.audit.Audit;
import dev.eventbus.gateway.audit.AuditEntry;
import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.gateway.query.PageQuery;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The users of the platform in PostgreSQL, as administrators see them. Blocks. */
@ApplicationScoped
class UserStore {
    private static final String INSERT = "insert into gateway.app_user (id, email, name, role, password_hash)"
            + " values (?, ?, ?, ?, ?) on conflict do nothing";

    private final Jdbc jdbc;
    private final Audit audit;

    UserStore(Jdbc jdbc, Audit audit) {
        this.jdbc = jdbc;
        this.audit = audit;
    }

    /** @param role {@code ADMIN} or null */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record User(
            String id, String email, String name, @Nullable String role) {}

    List<User> list(PageQuery page) {
        return jdbc.query(
                "select id, email, name, role from gateway.app_user where id > ? order by id limit ?",
                List.of(page.after(), page.rows()),
                UserStore::user);
    }

    /** Throws a {@link ProblemException} (409) if the id or the e-mail address is taken. */
    void add(User user, String passwordHash) {
        jdbc.inTransaction(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                insert.setString(1, user.id());
                insert.setString(2, user.email());
                insert.setString(3, user.name());
                insert.setString(4, user.role());
                insert.setString(5, passwordHash);
                if (insert.executeUpdate() == 0) {
                    throw new ProblemException(
                            Problem.of(409, "ALREADY_EXISTS", "There is a user of this e-mail address or id already."));
                }
            }
            audit.record(connection, new AuditEntry("user.create", null, user.id()));
            return user;
        });
    }

    private static User user(ResultSet row) throws SQLException {
        return new User(row.getString(1), row.getString(2), row.getString(3), row.getString(4));
    }
}
