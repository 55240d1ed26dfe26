package dev.eventbus.gateway.deadletters;

import dev.eventbus.gateway.database.Conditions;
import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.gateway.dispatch.DeliveryId;
import dev.eventbus.gateway.dispatch.Redeliver;
import dev.eventbus.gateway.dispatch.SubscriberId;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.gateway.query.Cursor;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Has open dead letters delivered once more, each once for each replay. Blocks. */
@ApplicationScoped
class ReplayLetters {
    private static final int CHUNK = 1_000;

    private static final String ONE = "select letter.event_id, letter.subscriber, letter.state,"
            + " gateway.subscriber_exists(letter.workspace_id, letter.subscriber) as has_subscriber"
            + " from gateway.dead_letter_event letter where letter.workspace_id = ? and letter.id = ? for update";

    /** Skips what somebody else replays or settles at the same moment. */
    private static final String NEXT = "select letter.event_id, letter.subscriber, letter.last_at, letter.id"
            + " from gateway.dead_letter_event letter where %s"
            + " and gateway.subscriber_exists(letter.workspace_id, letter.subscriber)"
            + " order by letter.last_at desc, letter.id desc limit " + CHUNK + " for update skip locked";

    private final Jdbc jdbc;

    ReplayLetters(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    private record Found(DeliveryId delivery, LetterState state, boolean hasSubscriber) {}

    private record Open(DeliveryId delivery, Cursor at) {}

    /** Throws a {@link ProblemException}: 404 where there is none, 409 where it cannot be replayed now. */
    void one(String workspaceId, String id) {
        if (id.indexOf(0) >= 0) {
            throw new ProblemException(Problem.notFound());
        }
        jdbc.inTransaction(connection -> {
            Found letter = Jdbc.query(
                            connection,
                            ONE,
                            List.of(workspaceId, id),
                            row -> new Found(
                                    deliveryOf(row.getString(1), row.getString(2)),
                                    LetterState.valueOf(row.getString(3)),
                                    row.getBoolean(4)))
                    .stream()
                    .findFirst()
                    .orElseThrow(() -> new ProblemException(Problem.notFound()));
            requireReplayable(letter);
            if (Redeliver.all(connection, workspaceId, List.of(letter.delivery())) == 0) {
                throw conflict("EVENT_GONE", "The event log no longer has this event.");
            }
            return letter;
        });
    }

    private static void requireReplayable(Found letter) {
        switch (letter.state()) {
            case REPLAYING -> throw conflict("ALREADY_REPLAYING", "This dead letter is being delivered once more.");
            case REPLAYED -> throw conflict("ALREADY_REPLAYED", "This dead letter was delivered by a replay.");
            case OPEN -> {
                if (!letter.hasSubscriber()) {
                    throw conflict("SUBSCRIBER_GONE", "The subscriber of this dead letter no longer exists.");
                }
            }
        }
    }

    /**
     * Goes through the open letters from the newest on, some in each transaction. What fails again, or is new,
     * gets behind its back and is not met a second time.
     */
    Replayed all(String workspaceId, ReplayLettersRequest request) {
        Conditions open = request.filter().in(workspaceId).add("letter.state = 'OPEN'");
        int matched = jdbc.query(
                        "select count(*) from gateway.dead_letter_event letter where " + open.sql(),
                        open.parametersAnd(),
                        row -> row.getInt(1))
                .getFirst();
        if (request.dryRun()) {
            return new Replayed(matched, 0, true);
        }
        int replayed = 0;
        List<Open> chunk = next(workspaceId, open, null);
        while (!chunk.isEmpty()) {
            replayed += chunk.size();
            chunk = next(workspaceId, open, chunk.getLast().at());
        }
        return new Replayed(Math.max(matched, replayed), replayed, false);
    }

    private List<Open> next(String workspaceId, Conditions open, @Nullable Cursor after) {
        String sql =
                NEXT.formatted(after == null ? open.sql() : open.sql() + " and (letter.last_at, letter.id) < (?, ?)");
        List<Object> parameters =
                after == null ? open.parametersAnd() : open.parametersAnd(Timestamp.from(after.at()), after.id());
        return jdbc.inTransaction(connection -> replay(connection, workspaceId, sql, parameters));
    }

    private static List<Open> replay(Connection connection, String workspaceId, String sql, List<Object> parameters)
            throws SQLException {
        List<Open> open = Jdbc.query(
                connection,
                sql,
                parameters,
                row -> new Open(
                        deliveryOf(row.getString(1), row.getString(2)),
                        new Cursor(row.getTimestamp(3).toInstant(), row.getString(4))));
        Redeliver.all(connection, workspaceId, open.stream().map(Open::delivery).toList());
        return open;
    }

    private static DeliveryId deliveryOf(String eventId, String subscriber) {
        return new DeliveryId(eventId, SubscriberId.parse(subscriber));
    }

    private static ProblemException conflict(String code, String detail) {
        return new ProblemException(Problem.of(409, code, detail));
    }
}
