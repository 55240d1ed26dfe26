package dev.eventbus.example.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.EventBus;
import dev.eventbus.nats.NatsConnection;
import dev.eventbus.nats.NatsSettings;
import dev.eventbus.nats.NatsTransport;
import dev.eventbus.nats.server.NatsServer;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class OrdersOverNatsIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @Test
    void anOrderIsTakenWhileNatsIsAwayAndInvoicedOnceItIsBack() throws Exception {
        DataSource source = Postgres.empty();
        try (NatsServer server = NatsServer.start();
                NatsConnection connection = NatsConnection.connect(NatsSettings.of(server.url()));
                OrdersService service = OrdersService.start(source, bus(connection, server), 0)) {
            Client client = new Client(service.port());
            client.post("{\"id\": \"o-1\", \"customer\": \"ada\", \"total\": 1200}");
            awaitInvoice(client, "o-1");

            server.kill();
            assertThat(client.post("{\"id\": \"o-2\", \"customer\": \"bob\", \"total\": 300}")
                            .status())
                    .isEqualTo(201);
            server.restart();

            awaitInvoice(client, "o-2");
        }
        assertThat(Postgres.count(source, "invoice")).isEqualTo(2);
    }

    private static EventBus bus(NatsConnection connection, NatsServer server) {
        return EventBus.builder()
                .transport(NatsTransport.open(connection, NatsSettings.of(server.url())))
                .build();
    }

    private static void awaitInvoice(Client client, String order) {
        await().atMost(DEADLINE)
                .until(() -> client.get("/orders/" + order).body().contains("\"invoices\":1"));
    }
}
