package dev.eventbus.outbox;

import dev.eventbus.Event;
import dev.eventbus.EventBusException;
import dev.eventbus.EventContext;
import dev.eventbus.EventDraft;
import dev.eventbus.Ulid;
import dev.eventbus.json.EventCodec;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes events into a table, in the caller's own transaction; an {@link OutboxRelay} publishes them after it.
 *
 * <p>What commits is published, at least once; what is rolled back never is. Events of equal order key are published
 * in the order they were added: whoever adds one waits until a transaction that added another of that key has ended.
 * Safe for use by many threads.
 */
public final class Outbox {
    private static final int LONGEST_KEY = 1_200;

    private final OutboxTable table;
    private final Function<Event, @Nullable String> orderKey;
    private final int maxEventBytes;
    private final InstantSource clock;
    private final Ulid ids;

    Outbox(OutboxBuilder builder) {
        this.table = builder.table;
        this.orderKey = builder.orderKey;
        this.maxEventBytes = builder.maxEventBytes;
        this.clock = builder.clock;
        this.ids = new Ulid(clock, builder.random);
    }

    /** With table {@code eventbus_outbox}, ordered by resource. */
    public static Outbox create() {
        return builder().build();
    }

    public static OutboxBuilder builder() {
        return new OutboxBuilder();
    }

    /** The statements that make the table and its indexes, where they are missing; for a migration. */
    public String ddl() {
        return table.ddl();
    }

    /**
     * Adds an event to the connection's transaction.
     *
     * @return the event's id
     * @throws IllegalArgumentException naming what is wrong with the key, the draft or its size; nothing was written
     * @throws EventBusException if the database refused; the transaction has to be rolled back
     */
    public String add(Connection connection, EventContext context, String eventKey, EventDraft draft) {
        return add(connection, draft.toEvent(context, eventKey, ids::next, clock));
    }

    /** Adds an event that is already made; as above otherwise. */
    public String add(Connection connection, Event event) {
        byte[] json = encoded(event);
        String key = checked(orderKey.apply(event));
        try {
            requireTransaction(connection);
            if (key == null) {
                table.add(connection, new NewRow(event.id(), event.id(), json, clock.instant()));
            } else {
                table.addInOrder(connection, new NewRow(event.id(), key, json, clock.instant()));
            }
        } catch (SQLException e) {
            throw new EventBusException(
                    "Could not add an event to the outbox: " + e.getMessage() + " (table=" + table + ", eventId="
                            + event.id() + "). Roll the transaction back; Outbox.ddl() makes a missing table.",
                    e);
        }
        return event.id();
    }

    private byte[] encoded(Event event) {
        byte[] json = EventCodec.encode(event);
        if (json.length > maxEventBytes) {
            throw new IllegalArgumentException("payload must leave the event at most " + maxEventBytes
                    + " bytes, the outbox's maxEventBytes; the event had " + json.length + ", the payload "
                    + event.payload().size());
        }
        return json;
    }

    private static @Nullable String checked(@Nullable String key) {
        if (key == null) {
            return null;
        }
        int bytes = key.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > LONGEST_KEY || key.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "order key must be 1 to " + LONGEST_KEY + " bytes without a NUL, or null for none; had " + bytes);
        }
        return key;
    }

    /** In auto-commit the event would go out although the change that it tells of may still fail. */
    private static void requireTransaction(Connection connection) throws SQLException {
        if (connection.getAutoCommit()) {
            throw new IllegalArgumentException("connection must be in a transaction, was in auto-commit:"
                    + " call setAutoCommit(false) before the change that the event tells of");
        }
    }
}
