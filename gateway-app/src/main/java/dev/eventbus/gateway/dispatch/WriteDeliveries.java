package dev.eventbus.gateway.dispatch;

import dev.eventbus.Ulid;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The statements that write deliveries and dead letters, each for many rows at once. Delays count from now(). */
final class WriteDeliveries {
    private static final String ROWS = """
            from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::int[], ?::bigint[], ?::timestamptz[], ?::int[],
                        ?::text[])
                 as x (event_id, subscriber, workspace_id, state, attempts, delay, at, status, error)
            """;

    /** A row that is there was written by another replica, or before this one was killed; only a success adds to it. */
    private static final String INSERT = """
            insert into gateway.delivery as d (event_id, subscriber, workspace_id, state, attempts, next_attempt_at,
                                               first_at, last_at, last_status, last_error)
            select event_id, subscriber, workspace_id, state, attempts, now() + delay * interval '1 millisecond',
                   at, at, status, error
            """ + ROWS + """
            on conflict (event_id, subscriber) do update
                set state = excluded.state, attempts = greatest(d.attempts, excluded.attempts), next_attempt_at = null,
                    first_at = coalesce(d.first_at, excluded.first_at), last_at = excluded.last_at,
                    last_status = excluded.last_status, last_error = null
                where d.state = 'PENDING' and excluded.state = 'DELIVERED' and d.workspace_id = excluded.workspace_id
            returning event_id, subscriber
            """;

    /** Whose lease ran out and was claimed by another has more attempts by now; a success counts all the same. */
    private static final String UPDATE = """
            update gateway.delivery d
            set state = x.state, next_attempt_at = now() + x.delay * interval '1 millisecond',
                attempts = case when x.at is null then greatest(d.attempts - 1, 0) else d.attempts end,
                first_at = coalesce(d.first_at, x.at), last_at = coalesce(x.at, d.last_at),
                last_status = case when x.at is null then d.last_status else x.status end,
                last_error = case when x.at is null then d.last_error else x.error end
            """ + ROWS + """
            where d.event_id = x.event_id and d.subscriber = x.subscriber and d.workspace_id = x.workspace_id
              and d.state = 'PENDING' and (d.attempts = x.attempts or x.state = 'DELIVERED')
            returning d.event_id, d.subscriber
            """;

    private static final String BURY = """
            insert into gateway.dead_letter_event as l (id, event_id, subscriber, workspace_id, event_key, class, reason,
                attempts, last_status, last_body, first_at, last_at, state)
            select x.id, d.event_id, d.subscriber, d.workspace_id, x.event_key, x.class, x.reason,
                   d.attempts, d.last_status, x.body, d.first_at, d.last_at, 'OPEN'
            from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                 as x (id, event_id, subscriber, workspace_id, event_key, class, reason, body)
            join gateway.delivery d on d.event_id = x.event_id and d.subscriber = x.subscriber
                 and d.workspace_id = x.workspace_id and d.state = 'DEAD'
            on conflict (event_id, subscriber) do update
                set class = excluded.class, reason = excluded.reason, attempts = l.attempts + excluded.attempts,
                    last_status = excluded.last_status, last_body = excluded.last_body, last_at = excluded.last_at,
                    state = 'OPEN', replayed_at = null
            """;

    private static final String REPLAYED = """
            update gateway.dead_letter_event l set state = 'REPLAYED', replayed_at = now()
            from unnest(?::text[], ?::text[], ?::text[]) as x (event_id, subscriber, workspace_id)
            where l.event_id = x.event_id and l.subscriber = x.subscriber and l.workspace_id = x.workspace_id
              and l.state = 'REPLAYING'
            """;

    private final Connection connection;
    private final Ulid ids;

    WriteDeliveries(Connection connection, Ulid ids) {
        this.connection = connection;
        this.ids = ids;
    }

    /** @param firsts no two of the same delivery */
    void insert(Collection<Settlement> firsts) throws SQLException {
        bury(applied(INSERT, firsts));
    }

    /** @param later no two of the same delivery */
    void update(Collection<Settlement> later) throws SQLException {
        List<Settlement> applied = applied(UPDATE, later);
        bury(applied);
        replayed(applied.stream().filter(Settlement::isDelivered).toList());
    }

    private record Written(String eventId, String subscriber) {
        static Written of(Settlement settlement) {
            return new Written(
                    settlement.key().eventId(), settlement.key().subscriber().toString());
        }
    }

    private List<Settlement> applied(String sql, Collection<Settlement> settlements) throws SQLException {
        if (settlements.isEmpty()) {
            return List.of();
        }
        Columns rows = new Columns(connection, List.copyOf(settlements));
        Set<Written> written = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            rows.keys(statement, 1);
            rows.set(statement, 4, "text", s -> state(s.step()));
            rows.set(statement, 5, "int4", Settlement::attempts);
            rows.set(statement, 6, "int8", s -> delayMillis(s.step()));
            rows.set(statement, 7, "timestamptz", s -> s.step() instanceof Step.Untried ? null : s.at());
            rows.set(statement, 8, "int4", s -> status(s.step()));
            rows.set(statement, 9, "text", s -> failure(s.step()) instanceof Failure failed ? failed.reason() : null);
            try (ResultSet returned = statement.executeQuery()) {
                while (returned.next()) {
                    written.add(new Written(returned.getString(1), returned.getString(2)));
                }
            }
        }
        return settlements.stream()
                .filter(settlement -> written.contains(Written.of(settlement)))
                .toList();
    }

    private void bury(List<Settlement> settlements) throws SQLException {
        List<Settlement> dead = settlements.stream()
                .filter(settlement -> settlement.step() instanceof Step.Dead)
                .toList();
        if (dead.isEmpty()) {
            return;
        }
        Columns rows = new Columns(connection, dead);
        try (PreparedStatement statement = connection.prepareStatement(BURY)) {
            rows.set(statement, 1, "text", s -> ids.next());
            rows.keys(statement, 2);
            rows.set(statement, 5, "text", Settlement::eventKey);
            rows.set(statement, 6, "text", s -> ((Step.Dead) s.step()).kind());
            rows.set(statement, 7, "text", s -> ((Step.Dead) s.step()).failure().reason());
            rows.set(statement, 8, "text", s -> ((Step.Dead) s.step()).failure().body());
            statement.executeUpdate();
        }
    }

    private void replayed(List<Settlement> delivered) throws SQLException {
        if (delivered.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(REPLAYED)) {
            new Columns(connection, delivered).keys(statement, 1);
            statement.executeUpdate();
        }
    }

    private static String state(Step step) {
        return switch (step) {
            case Step.Delivered delivered -> "DELIVERED";
            case Step.Dead dead -> "DEAD";
            case Step.Again again -> "PENDING";
            case Step.Untried untried -> "PENDING";
            case Step.UnderWay underWay -> "PENDING";
        };
    }

    private static @Nullable Long delayMillis(Step step) {
        return switch (step) {
            case Step.Delivered delivered -> null;
            case Step.Dead dead -> null;
            case Step.Again again -> again.delay().toMillis();
            case Step.Untried untried -> untried.delay().toMillis();
            case Step.UnderWay underWay -> underWay.lease().toMillis();
        };
    }

    private static @Nullable Integer status(Step step) {
        if (step instanceof Step.Delivered delivered) {
            return delivered.status();
        }
        Failure failure = failure(step);
        return failure == null ? null : failure.status();
    }

    private static @Nullable Failure failure(Step step) {
        return switch (step) {
            case Step.Dead dead -> dead.failure();
            case Step.Again again -> again.failure();
            case Step.Delivered delivered -> null;
            case Step.Untried untried -> null;
            case Step.UnderWay underWay -> null;
        };
    }
}
