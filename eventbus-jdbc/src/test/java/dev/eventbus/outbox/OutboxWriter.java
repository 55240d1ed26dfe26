package dev.eventbus.outbox;

import dev.eventbus.EventContext;
import dev.eventbus.EventDraft;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import javax.sql.DataSource;

/** Adds events in transactions of which some are rolled back and some commit late. */
final class OutboxWriter implements Callable<Void> {
    private static final EventContext SHOP = EventContext.of("o", "shop");
    private static final int KEYS = 4;

    private final DataSource source;
    private final Outbox outbox;
    private final Map<String, Long> committed;
    private final Map<String, Long> rolledBack;
    private final int transactions;
    private final Random random;

    /** @param committed gets each committed event's id and its position in the outbox */
    OutboxWriter(Recorded recorded, DataSource source, Outbox outbox, Work work) {
        this.committed = recorded.committed();
        this.rolledBack = recorded.rolledBack();
        this.source = source;
        this.outbox = outbox;
        this.transactions = work.transactions();
        this.random = new Random(work.seed());
    }

    @Override
    public Void call() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < transactions; i++) {
                transaction(connection);
            }
        }
        return null;
    }

    private void transaction(Connection connection) throws SQLException {
        EventDraft draft = EventDraft.of("order-" + random.nextInt(KEYS), Map.of("total", 7));
        String id = outbox.add(connection, SHOP, "order.placed", draft);
        long position = position(connection, id);
        if (random.nextInt(4) == 0) {
            late(connection);
        }
        if (random.nextInt(5) == 0) {
            connection.rollback();
            rolledBack.put(id, position);
        } else {
            connection.commit();
            committed.put(id, position);
        }
    }

    private static long position(Connection connection, String id) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT position FROM eventbus_outbox WHERE event_id = ?")) {
            statement.setString(1, id);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getLong(1);
            }
        }
    }

    /** Others commit higher positions meanwhile. */
    private static void late(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_sleep(0.04)");
        }
    }

    /** Event ids and positions. */
    record Recorded(Map<String, Long> committed, Map<String, Long> rolledBack) {}

    /** How much to do, and what makes it differ. */
    record Work(int transactions, long seed) {}
}
