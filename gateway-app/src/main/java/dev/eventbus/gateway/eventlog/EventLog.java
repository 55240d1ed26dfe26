package dev.eventbus.gateway.eventlog;

import dev.eventbus.Position;
import dev.eventbus.gateway.database.Conditions;
import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.gateway.query.Cursor;
import dev.eventbus.gateway.query.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;

/** Questions to the event log. What was published a moment ago may not be in it yet. Blocks. */
@ApplicationScoped
public class EventLog {
    /** One row more than wanted tells whether the list goes on; sizes are added up before any event is fetched. */
    private static final String PAGE = """
            select occurred_at, event_id, event, place = known from (
                select occurred_at, event_id, event, row_number() over newest as place, count(*) over () as known,
                       sum(octet_length(event)) over newest - octet_length(event) as bytes_before
                from (select occurred_at, event_id, event from gateway.platform_event where %s
                      order by occurred_at desc, event_id desc limit ?) wanted
                window newest as (order by occurred_at desc, event_id desc)) sized
            where place <= ? and bytes_before < ? order by occurred_at desc, event_id desc""";

    private final Jdbc jdbc;

    EventLog(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    /** @param isLast whether the list ends with it */
    private record Row(Cursor at, byte[] event, boolean isLast) {}

    /** The event as its exact JSON, if this workspace has one of the id. */
    public Optional<byte[]> find(String workspaceId, String id) {
        if (id.indexOf(0) >= 0) {
            return Optional.empty();
        }
        String sql = "select event from gateway.platform_event where workspace_id = ? and event_id = ?";
        return jdbc.query(sql, List.of(workspaceId, id), row -> row.getBytes(1)).stream()
                .findFirst();
    }

    /** Where the stream has the event, if this workspace has one of the id. */
    public Optional<Position> position(String workspaceId, String id) {
        String sql = "select sequence from gateway.platform_event where workspace_id = ? and event_id = ?";
        return jdbc.query(sql, List.of(workspaceId, id), row -> new Position(row.getLong(1))).stream()
                .findFirst();
    }

    /** May hold less than was asked for though the list goes on: an answer is cut at {@link Page#MAX_BYTES}. */
    public Page list(String workspaceId, EventQuery query) {
        Conditions conditions = new Conditions().add("workspace_id = ?", workspaceId);
        addTo(conditions, query);
        List<Row> page = jdbc.query(
                PAGE.formatted(conditions.sql()),
                conditions.parametersAnd(query.limit() + 1, query.limit(), Page.MAX_BYTES),
                row -> new Row(
                        new Cursor(row.getTimestamp(1).toInstant(), row.getString(2)),
                        row.getBytes(3),
                        row.getBoolean(4)));
        boolean goesOn = !page.isEmpty() && !page.getLast().isLast();
        return new Page(
                page.stream().map(Row::event).toList(), goesOn ? page.getLast().at() : null);
    }

    private static void addTo(Conditions conditions, EventQuery query) {
        if (query.eventKey() != null) {
            KeyConditions.add(conditions, query.eventKey());
        }
        if (query.resourceId() != null) {
            conditions.add("resource_id = ?", query.resourceId());
        }
        if (query.actor() != null) {
            conditions.add("actor = ?", query.actor());
        }
        if (query.from() != null) {
            conditions.add("occurred_at >= ?", Timestamp.from(query.from()));
        }
        if (query.to() != null) {
            conditions.add("occurred_at < ?", Timestamp.from(query.to()));
        }
        if (query.cursor() != null) {
            conditions.add(
                    "(occurred_at, event_id) < (?, ?)",
                    Timestamp.from(query.cursor().at()),
                    query.cursor().id());
        }
    }
}
