package dev.eventbus.gateway.security;

import dev.eventbus.gateway.database.Jdbc;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The API keys as credentials: a key is as good as its row in PostgreSQL. Blocks. */
@ApplicationScoped
public class ApiKeys {
    /** How coarse the time of the last use is. */
    private static final Duration USE_NOTED = Duration.ofMinutes(1);

    private final Jdbc jdbc;
    private final InstantSource clock;
    private final Event<CredentialEnded> ended;
    private final SeenLately<ApiKey> seen;

    ApiKeys(Jdbc jdbc, InstantSource clock, Event<CredentialEnded> ended) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.ended = ended;
        this.seen = new SeenLately<>(clock);
    }

    /** A key that was just made. @param text the key itself, to be shown once */
    public record Fresh(String text, byte[] hash, String lastFour) {
        @Override
        public String toString() {
            return "Fresh[***" + lastFour + "]";
        }
    }

    private record Row(ApiKey key, @Nullable Instant lastUsedAt) {}

    /** Makes up a key; it is good once its hash is stored. */
    public static Fresh make() {
        String text = ApiKey.make();
        return new Fresh(text, ApiKey.hash(text), text.substring(text.length() - 4));
    }

    /** The key that was shown; empty if it is wrong, expired or revoked. */
    Optional<ApiKey> find(String credential) {
        if (!ApiKey.isWellFormed(credential)) {
            return Optional.empty();
        }
        byte[] hash = ApiKey.hash(credential);
        return good(seen.find(HexFormat.of().formatHex(hash), () -> lookUp("hash = ?", hash)));
    }

    /** As {@link #find} where memory knows; empty where it would have to block. */
    Optional<ApiKey> known(String credential) {
        return ApiKey.isWellFormed(credential)
                ? good(seen.known(HexFormat.of().formatHex(ApiKey.hash(credential))))
                : Optional.empty();
    }

    /** The key as it is now. */
    Optional<ApiKey> recheck(ApiKey key) {
        return good(lookUp("id = ?", key.id()));
    }

    /** Has a key that was revoked refused on every replica; to be called after its row is gone. */
    public void revoked(String id) {
        forget(id);
        ended.fire(new CredentialEnded(id));
    }

    void forget(String id) {
        seen.forgetIf(key -> key.id().equals(id));
    }

    private Optional<ApiKey> good(Optional<ApiKey> key) {
        return key.filter(found -> !found.isExpired(clock.instant()));
    }

    private Optional<ApiKey> lookUp(String condition, Object parameter) {
        String sql =
                "select id, workspace_id, name, extension_key, expires_at, last_used_at from gateway.api_key where ";
        Optional<Row> row = jdbc.query(sql + condition, List.of(parameter), ApiKeys::read).stream()
                .findFirst();
        row.ifPresent(this::noteUse);
        return row.map(Row::key);
    }

    private void noteUse(Row row) {
        Instant now = clock.instant();
        if (row.lastUsedAt == null || row.lastUsedAt.plus(USE_NOTED).isBefore(now)) {
            jdbc.update("update gateway.api_key set last_used_at = ? where id = ?", Timestamp.from(now), row.key.id());
        }
    }

    private static Row read(ResultSet row) throws SQLException {
        ApiKey key =
                new ApiKey(row.getString(1), row.getString(2), row.getString(3), row.getString(4), instant(row, 5));
        return new Row(key, instant(row, 6));
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
