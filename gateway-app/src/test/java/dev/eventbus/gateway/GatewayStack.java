package dev.eventbus.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.eventbus.gateway.extensions.inprocess.TestPlugins;
import dev.eventbus.nats.server.NatsServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A real nats-server, a real PostgreSQL, a notifier that says what it was asked, and an issuer of tokens. */
public final class GatewayStack implements QuarkusTestResourceLifecycleManager {
    static final String SECRET = "a secret that both processes know";

    static final String USERS = """
            [{"id":"admin","email":"admin@example.com","password":"admin-password","name":"Ada","role":"ADMIN"},
             {"id":"member","email":"member@example.com","password":"member-password","name":"Mel",
              "memberships":[{"workspaceId":"demo","role":"MEMBER"}]},
             {"id":"leaver","email":"leaver@example.com","password":"leaver-password",
              "memberships":[{"workspaceId":"demo","role":"OWNER"}]},
             {"id":"removed","email":"removed@example.com","password":"removed-password",
              "memberships":[{"workspaceId":"demo","role":"MEMBER"}]},
             {"email":"outsider@example.com","password":"outsider-password","name":"Otto"}]""";

    /** Leaves what it got in a system property, which is all that a plugin shares with the tests. */
    private static final String ECHO = """
            @EventHandler(eventKey = "echo.thing.*")
            void on(java.util.Map<String, Object> payload) {
                if (payload.containsKey("fail")) throw new IllegalStateException("asked to fail");
                System.setProperty("echo", payload.toString());
            }""";

    private NatsServer nats;
    private EmbeddedPostgres postgres;
    private HttpServer notifier;
    private Path plugins;

    @Override
    public Map<String, String> start() {
        try {
            nats = NatsServer.start();
            postgres = EmbeddedPostgres.builder().start();
            plugins = Files.createTempDirectory("plugins");
            TestPlugins.write(plugins.resolve("echo.jar"), "echo", ECHO);
            Files.writeString(plugins.resolve("broken.jar"), "no jar");
            notifier = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        notifier.createContext("/", GatewayStack::answer);
        TestIssuer issuer = TestIssuer.on(notifier);
        notifier.start();
        return Map.ofEntries(
                Map.entry("gateway.session-watch-interval", "500ms"),
                Map.entry("gateway.socket-silence", "12s"),
                Map.entry("quarkus.websockets-next.server.auto-ping-interval", "4s"),
                Map.entry("gateway.nats.url", nats.url()),
                Map.entry("quarkus.datasource.jdbc.url", postgres.getJdbcUrl("postgres", "postgres")),
                Map.entry("quarkus.datasource.username", "postgres"),
                Map.entry("quarkus.datasource.password", "postgres"),
                Map.entry("gateway.seed-users", USERS),
                Map.entry("gateway.internal-secret", SECRET),
                Map.entry(
                        "gateway.notifier-url",
                        "http://127.0.0.1:" + notifier.getAddress().getPort()),
                Map.entry("gateway.plugins-dir", plugins.toString()),
                Map.entry("gateway.oidc.issuer", issuer.url()),
                Map.entry("gateway.oidc.audience", TestIssuer.AUDIENCE),
                Map.entry("test.issuer-key", issuer.privateKey()),
                Map.entry("gateway.allowed-origins", "https://app.example.com"),
                Map.entry("gateway.allowed-hosts", "127.0.0.1"),
                Map.entry("quarkus.http.host", "127.0.0.1"),
                Map.entry("quarkus.http.test-port", "0"));
    }

    @Override
    public void stop() {
        notifier.stop(0);
        nats.close();
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange call) throws IOException {
        String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String said = call.getRequestMethod() + " " + call.getRequestURI() + "\n"
                + call.getRequestHeaders().getFirst("Authorization") + "\n" + body;
        byte[] answer = said.getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().add("Content-Type", "application/json");
        call.getResponseHeaders().add("Set-Cookie", "not=passed");
        call.sendResponseHeaders(call.getRequestURI().getPath().endsWith("/conflict") ? 409 : 200, answer.length);
        try (var out = call.getResponseBody()) {
            out.write(answer);
        }
    }
}
