package dev.eventbus.gateway.eventlog;

import dev.eventbus.Event;
import dev.eventbus.json.EventCodec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.Objects;

/**
 * An event as a row of the log, for whoever needs it to be there before the log's own subscription saw to it.
 *
 * @param json the event as it will be shown
 * @param sequence where the stream has it
 */
@SuppressWarnings("ArrayRecordComponent") // carried to the statement, never compared
public record EventRow(Event event, byte[] json, long sequence) {
    private static final String INSERT = "insert into gateway.platform_event (event_id, workspace_id, source, resource,"
            + " event_name, resource_id, event_key, actor, schema_version, occurred_at, sequence, event)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing";

    /** Throws {@link java.io.UncheckedIOException} where the event cannot be written as JSON. */
    public static EventRow of(Event event, long sequence) {
        return new EventRow(event, EventCodec.encode(event), sequence);
    }

    /** Inserts those that are not there yet, in the transaction of the connection. */
    public static void insert(Connection connection, Collection<EventRow> rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (EventRow row : rows) {
                row.bind(insert);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void bind(PreparedStatement insert) throws SQLException {
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
