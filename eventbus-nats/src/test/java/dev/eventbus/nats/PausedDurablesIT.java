package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.EventBusException;
import dev.eventbus.nats.PausedDurables.Pause;
import dev.eventbus.nats.server.NatsServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PausedDurablesIT {
    private static final Instant SINCE = Instant.parse("2026-11-21T08:00:00.123Z");

    @Test
    void tellsEveryInstanceWhatIsPaused() {
        try (NatsServer server = NatsServer.start();
                NatsConnection one = connect(server);
                NatsConnection other = connect(server)) {
            PausedDurables here = new PausedDurables(one);
            PausedDurables there = new PausedDurables(other);

            assertThat(there.read()).isEmpty();
            here.pause("a", new Pause("answered 410\nand more", SINCE));
            here.pause("a", new Pause("a second reason does not hide the first", Instant.MAX));
            there.pause("b", new Pause("maintenance", SINCE));
            assertThat(here.read())
                    .containsOnlyKeys("a", "b")
                    .containsEntry("a", new Pause("answered 410 and more", SINCE));

            here.resume("a");
            here.resume("never paused");
            assertThat(there.read()).containsOnlyKeys("b");
        }
    }

    @Test
    void losesNothingWhenManyChangeItAtOnce() throws Exception {
        try (NatsServer server = NatsServer.start();
                NatsConnection connection = connect(server)) {
            List<Thread> threads = IntStream.range(0, 5)
                    .mapToObj(i -> Thread.ofVirtual()
                            .start(() -> new PausedDurables(connection).pause("d" + i, new Pause("reason", SINCE))))
                    .toList();
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(new PausedDurables(connection).read()).hasSize(5);
        }
    }

    @Test
    void saysSoWhenTheServerIsAway() {
        try (NatsServer server = NatsServer.start();
                NatsConnection connection = connect(server)) {
            PausedDurables paused = new PausedDurables(connection);
            paused.pause("a", new Pause("reason", SINCE));
            server.kill();

            assertThatThrownBy(paused::read).isInstanceOf(EventBusException.class);
        }
    }

    private static NatsConnection connect(NatsServer server) {
        NatsConnection connection = NatsConnection.connect(NatsSettings.of(server.url()));
        assertThat(connection.awaitConnected(Duration.ofSeconds(10))).isTrue();
        return connection;
    }
}
