package dev.eventbus.gateway.database;

import dev.eventbus.Event;
import dev.eventbus.EventMetadata;
import dev.eventbus.Payload;
import dev.eventbus.json.EventCodec;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Rows put into the gateway's tables by hand. */
public final class Rows {
    private final Jdbc jdbc;

    public Rows(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    /** An event {@code s.r.{name}} about a resource of its own. */
    public void event(String workspace, String id, String name, Instant at) {
        event(workspace, id, name, at, Map.of());
    }

    public void event(String workspace, String id, String name, Instant at, Map<String, List<String>> filters) {
        EventMetadata metadata = new EventMetadata(filters, List.of(), null, null, "s.r." + name);
        byte[] payload = "{\"big\":12345678901234567890.0}".getBytes(StandardCharsets.UTF_8);
        Event event = new Event(id, workspace, "s", "r", "_", name, at, Payload.wrap(payload), metadata);
        jdbc.update(
                "insert into gateway.platform_event (event_id, workspace_id, source, resource, event_name, resource_id,"
                        + " event_key, occurred_at, sequence, event) values (?, ?, 's', 'r', ?, '_', ?, ?, 1, ?)",
                id,
                workspace,
                name,
                "s.r." + name,
                Timestamp.from(at),
                EventCodec.encode(event));
    }

    /** A delivery in its state; one that is pending is due in an hour. */
    public void delivery(String workspace, String eventId, String subscriber, String state) {
        jdbc.update(
                "insert into gateway.delivery (event_id, subscriber, workspace_id, state, attempts, next_attempt_at,"
                        + " first_at, last_at, last_status, last_error)"
                        + " values (?, ?, ?, ?, 4, case when ? = 'PENDING' then now() + interval '1 hour' end,"
                        + " '2026-11-21T08:00:00Z', now(), 500, 'endpoint answered 500')",
                eventId,
                subscriber,
                workspace,
                state,
                state);
    }

    /** A dead letter whose id is the event's. */
    public void letter(String workspace, String eventId, String subscriber, String state, Instant lastAt) {
        jdbc.update(
                "insert into gateway.dead_letter_event (id, event_id, subscriber, workspace_id, event_key, class,"
                        + " reason, attempts, last_status, last_body, first_at, last_at, state)"
                        + " values (?, ?, ?, ?, 's.r.e', 'exhausted', 'failed 4 times', 4, 500, 'oops',"
                        + " '2026-11-21T08:00:00Z', ?, ?)",
                eventId,
                eventId,
                subscriber,
                workspace,
                Timestamp.from(lastAt),
                state);
    }

    public void subscription(String workspace, String id, String pattern, String filters) {
        jdbc.update(
                "insert into gateway.webhook_subscription (id, workspace_id, name, event_pattern, filters, url, signing,"
                        + " timeout_ms, max_concurrency, retries, backoff_ms, max_backoff_ms, jitter, enabled)"
                        + " values (?, ?, ?, ?, ?::jsonb, 'http://127.0.0.1:9/', 'none', 1000, 1, 0, 1000, 1000, 0, true)",
                id,
                workspace,
                id,
                pattern,
                filters);
    }

    /** One column of the rows of a query, as text. */
    public List<String> texts(String sql, Object... parameters) {
        return jdbc.query(sql, List.of(parameters), row -> row.getString(1));
    }
}
