package dev.eventbus.gateway.eventlog;

import dev.eventbus.EventKey;
import dev.eventbus.gateway.database.Jdbc;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Questions to the event log. What was published a moment ago may not be in it yet. Blocks. */
@ApplicationScoped
public class EventLog {
    private static final int MAX_PAGE_BYTES = 8 << 20;

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

    /** May hold less than was asked for though the list goes on: an answer is cut at {@value #MAX_PAGE_BYTES} bytes. */
    public EventPage list(String workspaceId, EventQuery query) {
        Conditions conditions = new Conditions();
        conditions.add("workspace_id = ?", workspaceId);
        addTo(conditions, query);
        List<Object> parameters = new ArrayList<>(conditions.parameters);
        parameters.add(query.limit() + 1);
        parameters.add(query.limit());
        parameters.add(MAX_PAGE_BYTES);
        List<Row> page = jdbc.query(
                PAGE.formatted(conditions.sql()),
                parameters,
                row -> new Row(
                        new Cursor(row.getTimestamp(1).toInstant(), row.getString(2)),
                        row.getBytes(3),
                        row.getBoolean(4)));
        boolean goesOn = !page.isEmpty() && !page.getLast().isLast();
        return new EventPage(
                page.stream().map(Row::event).toList(), goesOn ? page.getLast().at() : null);
    }

    private static void addTo(Conditions conditions, EventQuery query) {
        if (query.eventKey() != null) {
            addTo(conditions, query.eventKey());
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
                    Timestamp.from(query.cursor().occurredAt()),
                    query.cursor().eventId());
        }
    }

    private static void addTo(Conditions conditions, EventKey pattern) {
        addUnlessAny(conditions, "source", pattern.sourceOr("*"));
        addUnlessAny(conditions, "event_name", pattern.event());
        if (pattern.resource().contains("*") && !pattern.resource().equals("*")) {
            conditions.add("resource ~ ?", "^" + pattern.resource().replace("*", "[^:]+") + "$");
        } else {
            addUnlessAny(conditions, "resource", pattern.resource());
        }
    }

    private static void addUnlessAny(Conditions conditions, String column, String wanted) {
        if (!wanted.equals("*")) {
            conditions.add(column + " = ?", wanted);
        }
    }

    /** Conditions all of which must hold, with their parameters in order. */
    private static final class Conditions {
        private final List<String> terms = new ArrayList<>();
        private final List<Object> parameters = new ArrayList<>();

        void add(String term, Object... values) {
            terms.add(term);
            parameters.addAll(List.of(values));
        }

        String sql() {
            return String.join(" and ", terms);
        }
    }
}
