package dev.eventbus.nats;

import dev.eventbus.nats.server.NatsServer;
import dev.eventbus.nats.server.NatsServerBinary;
import dev.eventbus.nats.server.NatsServerException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The server a Debian suite ships; where it cannot be had, the tests that need it are skipped and say why. */
final class SuiteServer {
    private SuiteServer() {}

    static NatsServer start(String suite) {
        return NatsServer.builder().binary(binary(suite)).start();
    }

    private static Path binary(String suite) {
        try {
            return NatsServerBinary.of(suite);
        } catch (NatsServerException e) {
            return Assumptions.abort("The nats-server of Debian " + suite + " cannot be had: " + e.getMessage());
        }
    }
}
