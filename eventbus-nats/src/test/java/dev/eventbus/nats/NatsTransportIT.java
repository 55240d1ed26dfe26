package dev.eventbus.nats;

import dev.eventbus.json.EventCodec;
import dev.eventbus.nats.server.NatsServer;
import dev.eventbus.testkit.TransportContract;
import dev.eventbus.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

class NatsTransportIT extends TransportContract {
    private static NatsServer server;

    private final List<NatsConnection> connections = new ArrayList<>();

    @BeforeAll
    static void startServer() {
        server = NatsServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @AfterEach
    void closeConnections() {
        connections.forEach(NatsConnection::close);
    }

    @Override
    protected Transport open() {
        NatsSettings settings = NatsSettings.of(server.url());
        NatsConnection connection = NatsConnection.connect(settings);
        connections.add(connection);
        return NatsTransport.open(connection, settings);
    }

    @Override
    protected List<String> deadLetters(String durable, int expected) throws Exception {
        return DeadLetterQueue.of(connections.getFirst()).read("dlq." + durable + ".>", expected).stream()
                .map(message -> EventCodec.decode(message.getData()).id())
                .toList();
    }
}
