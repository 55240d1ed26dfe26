package dev.eventbus.gateway.security;

import dev.eventbus.gateway.account.Account;
import dev.eventbus.gateway.account.Users;
import dev.eventbus.gateway.database.Jdbc;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The session rows in PostgreSQL. Blocks. */
@ApplicationScoped
class SessionStore {
    private final Jdbc jdbc;
    private final Users users;
    private final Duration lifetime;

    SessionStore(Jdbc jdbc, Users users, @ConfigProperty(name = "gateway.session-lifetime") Duration lifetime) {
        this.jdbc = jdbc;
        this.users = users;
        this.lifetime = lifetime;
    }

    /** Adds a session, and drops those whose time is over. */
    SignedIn add(Account account, Instant now) {
        Instant expiresAt = Instant.ofEpochSecond(now.plus(lifetime).getEpochSecond());
        SignedIn signedIn = new SignedIn(UUID.randomUUID().toString(), account, expiresAt);
        jdbc.update("delete from gateway.session where expires_at < ?", Timestamp.from(now));
        jdbc.update(
                "insert into gateway.session (id, user_id, created_at, expires_at) values (?, ?, ?, ?)",
                signedIn.sessionId(),
                account.id(),
                Timestamp.from(now),
                Timestamp.from(expiresAt));
        return signedIn;
    }

    /** The session of a token with its user as of now; empty if it was ended. */
    Optional<SignedIn> find(SessionToken token) {
        String sql = "select 1 from gateway.session where id = ? and user_id = ? and ended_at is null";
        if (jdbc.query(sql, List.of(token.sessionId(), token.userId()), row -> true)
                .isEmpty()) {
            return Optional.empty();
        }
        return users.find(token.userId()).map(account -> new SignedIn(token.sessionId(), account, token.expiresAt()));
    }

    void end(String sessionId, Instant now) {
        jdbc.update(
                "update gateway.session set ended_at = ? where id = ? and ended_at is null",
                Timestamp.from(now),
                sessionId);
    }
}
