package dev.eventbus.notifications;

import dev.eventbus.nats.server.NatsServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Map;

/** A real nats-server and a real PostgreSQL for the application under test. */
public final class NotifierResources implements QuarkusTestResourceLifecycleManager {
    static final String SECRET = "a-secret-that-only-this-test-knows-of";

    private NatsServer nats;
    private EmbeddedPostgres postgres;

    @Override
    public Map<String, String> start() {
        nats = NatsServer.start();
        try {
            postgres = EmbeddedPostgres.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.ofEntries(
                Map.entry("notifier.nats.url", nats.url()),
                Map.entry("notifier.internal.secret", SECRET),
                Map.entry("notifier.email.grace", "1s"),
                Map.entry("notifier.mail.host", "127.0.0.1"),
                Map.entry("notifier.mail.from", "Event Bus <bus@mail.example.com>"),
                Map.entry("notifier.mail.public-url", "https://bus.example.com/"),
                Map.entry("quarkus.mailer.host", "127.0.0.1"),
                Map.entry("quarkus.mailer.port", freePort()),
                // A mail server that a test stopped must not be met again in the pool by the next test.
                Map.entry("quarkus.mailer.keep-alive", "false"),
                Map.entry("quarkus.mailer.fallback.keep-alive", "false"),
                Map.entry("notifier.mail.timeout", "3s"),
                Map.entry("notifier.mail.fallback-host", "127.0.0.1"),
                Map.entry("quarkus.mailer.fallback.host", "127.0.0.1"),
                Map.entry("quarkus.mailer.fallback.port", freePort()),
                Map.entry("notifier.channels.sweep", "200ms"),
                Map.entry("notifier.channels.backoff", "200ms"),
                Map.entry("notifier.push.allowed-hosts", "127.0.0.1"),
                Map.entry("notifier.inbox.sweep", "200ms"),
                Map.entry("quarkus.datasource.jdbc.url", postgres.getJdbcUrl("postgres", "postgres")),
                Map.entry("quarkus.datasource.username", "postgres"),
                Map.entry("quarkus.datasource.password", "postgres"),
                Map.entry("quarkus.http.test-port", "0"));
    }

    /** Where a mail server will be while a test has one. */
    private static String freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return String.valueOf(socket.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        try {
            if (postgres != null) {
                postgres.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (nats != null) {
                nats.close();
            }
        }
    }
}
