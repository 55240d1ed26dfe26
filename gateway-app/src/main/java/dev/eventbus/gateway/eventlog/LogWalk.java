package dev.eventbus.gateway.eventlog;

import dev.eventbus.EventKey;
import dev.eventbus.gateway.database.Conditions;
import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.gateway.query.Cursor;
import dev.eventbus.json.EventCodec;
import dev.eventbus.topic.Topic;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes through a part of the event log, oldest first, in steps of bounded size. Blocks. */
@ApplicationScoped
public class LogWalk {
    private static final int STEP = 1_000;
    private static final int STEP_BYTES = 8 << 20;

    /** The events themselves are fetched only for their filters, which no column has. */
    private static final String NEXT = """
            select * from (
                select walked.*, sum(coalesce(octet_length(event), 0)) over oldest - coalesce(octet_length(event), 0)
                       as bytes_before
                from (select occurred_at, event_id, source, resource, event_name, resource_id,
                             case when ? then event end as event
                      from gateway.platform_event where %s order by occurred_at, event_id limit ?) walked
                window oldest as (order by occurred_at, event_id)) sized
            where bytes_before < ? order by occurred_at, event_id""";

    private final Jdbc jdbc;

    LogWalk(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Which events.
     *
     * @param from not before
     * @param to before
     * @param eventKey a key pattern, or null for all
     */
    public record Range(
            String workspaceId,
            Instant from,
            Instant to,
            @Nullable EventKey eventKey) {
        private Conditions conditions() {
            Conditions conditions = new Conditions()
                    .add("workspace_id = ?", workspaceId)
                    .add("occurred_at >= ?", Timestamp.from(from))
                    .add("occurred_at < ?", Timestamp.from(to));
            if (eventKey != null) {
                KeyConditions.add(conditions, eventKey);
            }
            return conditions;
        }
    }

    /** An event that was passed; its topic has filter pairs only if they were asked for. */
    public record Passed(Instant at, String id, Topic topic) {}

    /** Some events in a row, and where they are from. */
    public record Step(Range range, boolean withFilters, List<Passed> events) {
        public boolean isEnd() {
            return events.isEmpty();
        }
    }

    /** Whether there are more events than a number. */
    public boolean hasMoreThan(int most, Range range) {
        Conditions conditions = range.conditions();
        String sql = "select count(*) from (select 1 from gateway.platform_event where " + conditions.sql()
                + " limit ?) part";
        return jdbc.query(sql, conditions.parametersAnd(most + 1), row -> row.getInt(1))
                        .getFirst()
                > most;
    }

    public Step first(Range range, boolean withFilters) {
        return step(range, withFilters, null);
    }

    public Step next(Step last) {
        Passed end = last.events().getLast();
        return step(last.range(), last.withFilters(), new Cursor(end.at(), end.id()));
    }

    private Step step(Range range, boolean withFilters, @Nullable Cursor after) {
        Conditions wanted = range.conditions();
        if (after != null) {
            wanted.add("(occurred_at, event_id) > (?, ?)", Timestamp.from(after.at()), after.id());
        }
        List<Object> parameters = wanted.parametersAnd(STEP, STEP_BYTES);
        parameters.addFirst(withFilters);
        return new Step(
                range,
                withFilters,
                jdbc.query(NEXT.formatted(wanted.sql()), parameters, row -> read(range.workspaceId(), row)));
    }

    private static Passed read(String workspaceId, ResultSet row) throws SQLException {
        String id = row.getString("event_id");
        byte[] event = row.getBytes("event");
        List<String> positions = List.of(
                workspaceId,
                row.getString("source"),
                row.getString("resource"),
                row.getString("event_name"),
                row.getString("resource_id"));
        Topic topic = event == null
                ? Topic.of(positions, List.of())
                : EventCodec.decode(event).topic();
        return new Passed(row.getTimestamp("occurred_at").toInstant(), id, topic);
    }
}
