package dev.eventbus.nats;

import dev.eventbus.nats.server.NatsServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On the server of Debian 12, a 2.9: the oldest that is supported. */
class BookwormTransportIT extends NatsContract {
    private static NatsServer server;

    @BeforeAll
    static void startServer() {
        server = SuiteServer.start("bookworm");
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    NatsSettings settings() {
        return NatsSettings.of(server.url());
    }
}
