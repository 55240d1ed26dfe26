package dev.eventbus.example.orders;

import dev.eventbus.EventContext;
import dev.eventbus.EventDraft;
import dev.eventbus.outbox.Outbox;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** The orders in the database. Each change and the event that tells of it are one transaction. */
final class Orders {
    static final EventContext SHOP = EventContext.of("acme", "shop");

    private final DataSource source;
    private final Outbox outbox;

    Orders(DataSource source, Outbox outbox) {
        this.source = source;
        this.outbox = outbox;
    }

    /** @return false if there is an order of that id already; nothing is changed or told then */
    boolean place(Order order) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            boolean placed = insert(connection, order);
            if (placed) {
                outbox.add(connection, SHOP, "order.placed", EventDraft.of(order.id(), order));
            }
            connection.commit(); // where anything above throws, closing the connection rolls back
            return placed;
        }
    }

    private static boolean insert(Connection connection, Order order) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO orders VALUES (?, ?, ?) ON CONFLICT DO NOTHING")) {
            insert.setString(1, order.id());
            insert.setString(2, order.customer());
            insert.setLong(3, order.total());
            return insert.executeUpdate() == 1;
        }
    }

    /** The order as it is shown: with the number of its invoices. */
    Optional<Map<String, Object>> find(String id) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT customer, total, (SELECT count(*) FROM invoice"
                                + " WHERE order_id = orders.id) FROM orders WHERE id = ?")) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(Map.of(
                                "id", id,
                                "customer", row.getString(1),
                                "total", row.getLong(2),
                                "invoices", row.getLong(3)))
                        : Optional.empty();
            }
        }
    }
}
