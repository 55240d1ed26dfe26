package dev.eventbus.gateway.dispatch;

import dev.eventbus.gateway.database.Jdbc;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of an event at each of its subscribers. What happened a moment ago may not be in it yet. Blocks. */
@ApplicationScoped
public class Deliveries {
    private static final int MOST = 1_000;

    private static final String OF_EVENT = "select subscriber, state, attempts, next_attempt_at, last_status,"
            + " last_error, first_at, last_at from gateway.delivery where workspace_id = ? and event_id = ?"
            + " order by subscriber limit " + MOST;

    private final Jdbc jdbc;

    Deliveries(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether an event is still to be delivered, was delivered, or became a dead letter. */
    public enum State {
        PENDING,
        DELIVERED,
        DEAD
    }

    /**
     * A delivery as shown, times in RFC 3339.
     *
     * @param attempts those since it was replayed last, if it was
     * @param nextAttemptAt null unless pending
     * @param lastStatus the last answer's, if there was one
     */
    public record Shown(
            SubscriberId subscriber,
            State state,
            int attempts,
            @Nullable String nextAttemptAt,
            @Nullable Integer lastStatus,
            @Nullable String lastError,
            @Nullable String firstAt,
            @Nullable String lastAt) {}

    /** At most {@value #MOST} of them, ordered by subscriber. */
    public List<Shown> of(String workspaceId, String eventId) {
        return jdbc.query(OF_EVENT, List.of(workspaceId, eventId), Deliveries::read);
    }

    private static Shown read(ResultSet row) throws SQLException {
        return new Shown(
                SubscriberId.parse(row.getString("subscriber")),
                State.valueOf(row.getString("state")),
                row.getInt("attempts"),
                text(row.getTimestamp("next_attempt_at")),
                row.getObject("last_status", Integer.class),
                row.getString("last_error"),
                text(row.getTimestamp("first_at")),
                text(row.getTimestamp("last_at")));
    }

    private static @Nullable String text(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant().toString();
    }
}
