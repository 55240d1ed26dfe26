package dev.eventbus.nats;

import dev.eventbus.nats.server.NatsServer;
import dev.eventbus.nats.server.NatsServerBinary;
import dev.eventbus.nats.server.NatsServerException;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

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
            throw new TestAbortedException("The nats-server of Debian " + suite + " cannot be had: " + e.getMessage());
        }
    }
}
