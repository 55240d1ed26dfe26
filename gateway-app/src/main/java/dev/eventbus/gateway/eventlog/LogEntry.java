package dev.eventbus.gateway.eventlog;

import dev.eventbus.Event;
import dev.eventbus.Verdict;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * An event on its way into the log.
 *
 * @param json the event as it will be shown
 * @param sequence where the stream has it
 * @param verdict completed once it is committed, or could not be
 */
record LogEntry(Event event, byte[] json, long sequence, CompletableFuture<Verdict> verdict) {
    static final String INSERT = "insert into gateway.platform_event (event_id, workspace_id, source, resource,"
            + " event_name, resource_id, event_key, actor, schema_version, occurred_at, sequence, event)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing";

    void bind(PreparedStatement insert) throws SQLException {
        insert.setString(1, event.id());
        insert.setString(2, event.organizationId());
        insert.setString(3, event.source());
        insert.setString(4, event.resource());
        insert.setString(5, event.eventName());
        insert.setString(6, event.resourceId());
        insert.setString(
                7, Stored.text(Objects.requireNonNullElse(event.metadata().eventKey(), "")));
        insert.setString(8, Stored.text(event.metadata().actor()));
        insert.setString(9, Stored.text(event.metadata().schemaVersion()));
        insert.setTimestamp(10, Timestamp.from(Stored.clamp(event.timestamp())));
        insert.setLong(11, sequence);
        insert.setBytes(12, json);
    }
}
