package dev.eventbus.example.orders;

import dev.eventbus.Event;
import dev.eventbus.EventDraft;
import dev.eventbus.jdbc.JdbcInbox.TransactionHandler;
import dev.eventbus.outbox.Outbox;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Makes the invoice of a placed order and tells of it: both in the transaction that the inbox began. */
record InvoiceOrder(Outbox outbox) implements TransactionHandler {
    @Override
    public void handle(Connection connection, Event event) throws SQLException {
        Order order = event.payload().as(Order.class);
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO invoice (order_id, amount) VALUES (?, ?)")) {
            insert.setString(1, order.id());
            insert.setLong(2, order.total());
            insert.executeUpdate();
        }
        EventDraft draft = EventDraft.of(order.id(), new Invoice(order.id(), order.total()));
        outbox.add(connection, Orders.SHOP, "invoice.created", draft);
    }
}
