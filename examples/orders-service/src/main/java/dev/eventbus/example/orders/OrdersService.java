package dev.eventbus.example.orders;

import com.sun.net.httpserver.HttpServer;
import dev.eventbus.Event;
import dev.eventbus.EventBus;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.jdbc.JdbcInbox;
import dev.eventbus.nats.NatsConnection;
import dev.eventbus.nats.NatsSettings;
import dev.eventbus.nats.NatsTransport;
import dev.eventbus.outbox.Outbox;
import dev.eventbus.outbox.OutboxRelay;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Wires the service: what it is made of, and in which order it ends. */
public final class OrdersService implements AutoCloseable {
    private static final int SECONDS_FOR_CALLS = 5;

    private final HttpServer http;
    private final ExecutorService calls;
    private final OutboxRelay relay;
    private final EventBus bus;

    /**
     * Makes the tables and starts.
     *
     * @param bus ended with the service
     * @param port 0 for any
     */
    static OrdersService start(DataSource source, EventBus bus, int port) throws IOException, SQLException {
        Outbox outbox = Outbox.create();
        JdbcInbox inbox = JdbcInbox.create(source);
        migrate(source, schema(), outbox.ddl(), inbox.ddl());
        bus.subscribe(
                SubscribeOptions.to("order.placed")
                        .allOrgs()
                        .durable("invoicing")
                        .orderedBy(Event::resourceId),
                inbox.handler("invoicing", new InvoiceOrder(outbox)));
        OutboxRelay relay = OutboxRelay.builder(source, bus).start();
        return new OrdersService(new OrdersApi(new Orders(source, outbox), relay::wake), relay, bus, port);
    }

    private OrdersService(OrdersApi api, OutboxRelay relay, EventBus bus, int port) throws IOException {
        this.relay = relay;
        this.bus = bus;
        this.calls = Executors.newVirtualThreadPerTaskExecutor();
        this.http = HttpServer.create(new InetSocketAddress(port), 0);
        http.createContext("/", api);
        http.setExecutor(calls);
        http.start();
    }

    int port() {
        return http.getAddress().getPort();
    }

    /** Callers first, then what they left in the outbox, then what handles events. */
    @Override
    public void close() {
        http.stop(SECONDS_FOR_CALLS);
        calls.close();
        relay.close();
        bus.close();
    }

    private static void migrate(DataSource source, String... ddl) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String statements : ddl) {
                statement.execute(statements);
            }
        }
    }

    private static String schema() throws IOException {
        try (InputStream in = OrdersService.class.getResourceAsStream("schema.sql")) {
            if (in == null) {
                throw new IllegalStateException("schema.sql is missing beside OrdersService");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    public static void main(String[] arguments) throws IOException, SQLException {
        Map<String, String> environment = System.getenv();
        PGSimpleDataSource source = new PGSimpleDataSource(); // a pool in earnest
        source.setUrl(environment.getOrDefault("DATABASE_URL", "jdbc:postgresql://localhost:5433/eventbus"));
        source.setUser(environment.getOrDefault("DATABASE_USER", "eventbus"));
        source.setPassword(environment.getOrDefault("DATABASE_PASSWORD", "eventbus"));
        NatsSettings nats = NatsSettings.of(environment.getOrDefault("NATS_URL", "nats://localhost:4222"));

        NatsConnection connection = NatsConnection.connect(nats);
        EventBus bus = EventBus.builder()
                .transport(NatsTransport.open(connection, nats))
                .build();
        int port = Integer.parseInt(environment.getOrDefault("HTTP_PORT", "8090"));
        OrdersService service = start(source, bus, port);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            service.close();
            connection.close();
        }));
        System.out.println("Orders are taken at http://localhost:" + service.port() + "/orders");
    }
}
