package dev.eventbus.nats;

import dev.eventbus.nats.server.NatsServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On the newest server there is. */
class NatsTransportIT extends NatsContract {
    private static NatsServer server;

    @BeforeAll
    static void startServer() {
        server = NatsServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    NatsSettings settings() {
        return NatsSettings.of(server.url());
    }
}
