package dev.eventbus.example.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.Attempt;
import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.EventBus;
import dev.eventbus.Position;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.Verdict;
import dev.eventbus.VerdictHandler;
import dev.eventbus.jdbc.JdbcInbox;
import dev.eventbus.memory.MemoryTransport;
import dev.eventbus.outbox.Outbox;
import dev.eventbus.testkit.RecordingHandler;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service on a bus in memory. */
class OrdersServiceIT {
    private final EventBus bus =
            EventBus.builder().transport(new MemoryTransport()).build();
    private final RecordingHandler placed = new RecordingHandler();
    private final RecordingHandler invoiced = new RecordingHandler();
    private DataSource source;
    private OrdersService service;
    private Client client;

    @BeforeEach
    void start() throws Exception {
        bus.subscribe(SubscribeOptions.to("order.placed").org("acme"), placed);
        bus.subscribe(SubscribeOptions.to("invoice.created").org("acme"), invoiced);
        source = Postgres.empty();
        service = OrdersService.start(source, bus, 0);
        client = new Client(service.port());
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void anOrderIsStoredToldOfAndInvoiced() throws Exception {
        assertThat(client.post("{\"id\": \"o-1\", \"customer\": \"ada\", \"total\": 1200}"))
                .isEqualTo(new Client.Answer(201, "{\"id\":\"o-1\"}"));

        Event event = invoiced.await(1).getFirst();
        assertThat(event.payload().as(Invoice.class)).isEqualTo(new Invoice("o-1", 1200));
        assertThat(placed.await(1).getFirst().payload().as(Order.class)).isEqualTo(new Order("o-1", "ada", 1200));
        assertThat(client.get("/orders/o-1").body()).contains("\"total\":1200", "\"invoices\":1");
    }

    @Test
    void anOrderThatIsSentTwiceIsOne() throws Exception {
        String order = "{\"id\": \"o-1\", \"customer\": \"ada\", \"total\": 1200}";
        client.post(order);
        assertThat(client.post(order).status()).isEqualTo(200);
        client.post("{\"id\": \"o-2\", \"customer\": \"ada\", \"total\": 1}");

        placed.await(2);

        assertThat(placed.calls()).extracting(Event::resourceId).containsExactlyInAnyOrder("o-1", "o-2");
    }

    @Test
    void anOrderThatMakesNoSenseIsRefusedAndNotToldOf() throws Exception {
        for (String order :
                List.of("", "[]", "{\"id\": \"o 1\"}", "{\"id\": \"o1\", \"customer\": \"a\", \"total\": 0}")) {
            assertThat(client.post(order).status()).as(order).isEqualTo(400);
        }

        assertThat(Postgres.count(source, "orders")).isZero();
        assertThat(Postgres.count(source, "eventbus_outbox")).isZero();
        assertThat(client.get("/orders/none").status()).isEqualTo(404);
    }

    @Test
    void anEventThatIsDeliveredTwiceIsInvoicedOnce() throws Exception {
        client.post("{\"id\": \"o-1\", \"customer\": \"ada\", \"total\": 1200}");
        Event event = placed.await(1).getFirst();
        VerdictHandler again = JdbcInbox.create(source).handler("invoicing", new InvoiceOrder(Outbox.create()));
        invoiced.await(1);

        assertThat(again.handle(event, new Attempt(2, Position.NONE))).isEqualTo(Verdict.ACK);

        bus.publish(event, Durability.PERSISTENT);
        assertThat(Postgres.count(source, "invoice")).isEqualTo(1);
        assertThat(Postgres.count(source, "eventbus_inbox")).isEqualTo(1);
    }
}
