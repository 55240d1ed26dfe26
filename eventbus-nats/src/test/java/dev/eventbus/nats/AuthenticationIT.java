package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.nats.server.NatsServer;
import io.nats.client.NKey;
import io.nats.client.support.JwtUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against servers that let in nobody else. */
class AuthenticationIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(2);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String LIMITS = """
            "limits":{"subs":-1,"data":-1,"payload":-1,"imports":-1,"exports":-1,"wildcards":true,"conn":-1,"leaf":-1}""";

    @Test
    void connectsAsUserWithPasswordAndStaysOutWithAnother() {
        try (NatsServer server = protectedServer()) {
            NatsSettings settings = NatsSettings.of(server.url());

            assertThat(connects(settings.withUser("bus", "s3cret"), DEADLINE)).isTrue();
            assertThat(connects(settings.withUser("bus", "wrong"), LONG_ENOUGH)).isFalse();
            assertThat(connects(settings, LONG_ENOUGH)).isFalse();
        }
    }

    @Test
    void takesUserAndPasswordFromTheUrl() {
        try (NatsServer server = protectedServer()) {
            String url = server.url().replace("//", "//bus:s3cret@");

            assertThat(connects(NatsSettings.of(url), DEADLINE)).isTrue();
        }
    }

    @Test
    void comesBackByItselfWhenItsPasswordIsTakenAgain(@TempDir Path store) {
        int port;
        NatsSettings settings;
        try (NatsServer first = NatsServer.builder()
                .storeDir(store)
                .configuration(authorization("s3cret"))
                .start()) {
            port = first.port();
            settings = NatsSettings.of(first.url()).withUser("bus", "s3cret");
        }
        try (NatsConnection connection = NatsConnection.connect(settings)) {
            try (NatsServer other = server(port, store, "changed")) {
                assertThat(connection.awaitConnected(LONG_ENOUGH)).isFalse();
            }
            try (NatsServer again = server(port, store, "s3cret")) {
                assertThat(connection.awaitConnected(DEADLINE)).isTrue();
            }
            // Refused twice in a row, the client library gives the connection up for good.
            try (NatsServer other = server(port, store, "changed")) {
                assertThat(connection.awaitConnected(LONG_ENOUGH)).isFalse();
            }
            try (NatsServer again = server(port, store, "s3cret")) {
                assertThat(connection.awaitConnected(DEADLINE)).isTrue();
            }
        }
    }

    @Test
    void connectsWithACredentialsFile(@TempDir Path folder) throws Exception {
        NKey operator = NKey.createOperator(RANDOM);
        NKey system = NKey.createAccount(RANDOM);
        NKey account = NKey.createAccount(RANDOM);
        NKey user = NKey.createUser(RANDOM);
        String configuration = """
                operator: "%s"
                system_account: %s
                resolver: MEMORY
                resolver_preload: { %s: "%s", %s: "%s" }
                """.formatted(
                        jwt(operator, operator, "{\"type\":\"operator\",\"version\":2}"),
                        id(system),
                        id(system),
                        jwt(operator, system, "{" + LIMITS + ",\"type\":\"account\",\"version\":2}"),
                        id(account),
                        jwt(operator, account, "{" + LIMITS + ",\"type\":\"account\",\"version\":2}"));
        Path creds = Files.writeString(folder.resolve("user.creds"), """
                -----BEGIN NATS USER JWT-----
                %s
                ------END NATS USER JWT------

                -----BEGIN USER NKEY SEED-----
                %s
                ------END USER NKEY SEED------
                """.formatted(
                        JwtUtils.issueUserJWT(account, id(account), id(user)), new String(user.getSeed())));

        try (NatsServer server =
                NatsServer.builder().configuration(configuration).start()) {
            NatsSettings settings = NatsSettings.of(server.url());

            assertThat(connects(settings.withCreds(creds), DEADLINE)).isTrue();
            assertThat(connects(settings, LONG_ENOUGH)).isFalse();
        }
    }

    private static NatsServer protectedServer() {
        return NatsServer.builder().configuration(authorization("s3cret")).start();
    }

    private static NatsServer server(int port, Path store, String password) {
        return NatsServer.builder()
                .port(port)
                .storeDir(store)
                .configuration(authorization(password))
                .start();
    }

    private static String authorization(String password) {
        return "authorization { user: bus, password: \"" + password + "\" }";
    }

    private static boolean connects(NatsSettings settings, Duration within) {
        try (NatsConnection connection = NatsConnection.connect(settings)) {
            return connection.awaitConnected(within);
        }
    }

    private static String id(NKey key) throws Exception {
        return new String(key.getPublicKey());
    }

    private static String jwt(NKey issuer, NKey subject, String claims) throws Exception {
        return JwtUtils.issueJWT(
                issuer, id(subject), id(subject), null, JwtUtils.currentTimeSeconds(), id(issuer), () -> claims);
    }
}
