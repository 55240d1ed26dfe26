package dev.eventbus.nats.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NatsServerIT {

    @Test
    void keepsItsStreamsOverAKill() throws Exception {
        try (NatsServer server = NatsServer.start()) {
            store(server, "kept");
            long before = server.pid();

            server.kill();
            assertThat(server.isAlive()).isFalse();
            server.restart();

            assertThat(server.pid()).isNotEqualTo(before);
            assertThat(stored(server)).isEqualTo("kept");
        }
    }

    @Test
    void leavesNothingBehindWhenItsStoreIsTemporary() {
        NatsServer server = NatsServer.start();
        Path store = server.storeDir();

        server.close();

        assertThat(server.isAlive()).isFalse();
        assertThat(store).doesNotExist();
    }

    @Test
    void keepsAStoreItWasGiven(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("a store");
        try (NatsServer server = NatsServer.builder().storeDir(store).start()) {
            store(server, "still here");
        }

        try (NatsServer server = NatsServer.builder().storeDir(store).start()) {
            assertThat(stored(server)).isEqualTo("still here");
        }
        assertThat(Files.exists(store)).isTrue();
    }

    @Test
    void answersNothingWhileSuspended() throws Exception {
        try (NatsServer server = NatsServer.start();
                Connection client = connect(server)) {
            server.suspend();
            assertThatThrownBy(() -> client.flush(Duration.ofMillis(300))).isInstanceOf(Exception.class);

            server.resume();
            client.flush(Duration.ofSeconds(5));
            assertThat(client.getStatus()).isEqualTo(Connection.Status.CONNECTED);
        }
    }

    @Test
    void saysWhyItDidNotStart() {
        try (NatsServer first = NatsServer.start()) {
            assertThatThrownBy(() -> NatsServer.builder().port(first.port()).start())
                    .isInstanceOf(NatsServerException.class)
                    .hasMessageContaining(Integer.toString(first.port()))
                    .hasMessageContaining("address already in use");
        }
    }

    private static void store(NatsServer server, String text) throws Exception {
        try (Connection client = connect(server)) {
            client.jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name("KEPT")
                            .subjects("kept")
                            .storageType(StorageType.File)
                            .build());
            client.jetStream().publish("kept", text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String stored(NatsServer server) throws Exception {
        try (Connection client = connect(server)) {
            return new String(client.jetStreamManagement().getMessage("KEPT", 1).getData(), StandardCharsets.UTF_8);
        }
    }

    private static Connection connect(NatsServer server) throws Exception {
        return Nats.connect(
                Options.builder().server(server.url()).maxReconnects(0).build());
    }
}
