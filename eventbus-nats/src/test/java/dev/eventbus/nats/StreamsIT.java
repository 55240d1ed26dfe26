package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.EventBusException;
import dev.eventbus.nats.StreamSpec.Storage;
import dev.eventbus.nats.server.NatsServer;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StreamsIT {
    private static NatsServer server;
    private static NatsConnection connection;

    @BeforeAll
    static void startServer() {
        server = NatsServer.start();
        connection = NatsConnection.connect(NatsSettings.of(server.url()));
        assertThat(connection.awaitConnected(Duration.ofSeconds(10))).isTrue();
    }

    @AfterAll
    static void stopServer() {
        connection.close();
        server.close();
    }

    @Test
    void createsAStreamAsAskedForAndLeavesItAloneAfterwards() throws Exception {
        StreamSpec spec = StreamSpec.of("CREATED", List.of("created.>"))
                .withMaxAge(Duration.ofHours(72))
                .withRepublishTo("again.>");
        Streams.ensure(connection, spec);
        Streams.ensure(connection, spec);

        StreamConfiguration stored = stored("CREATED");
        assertThat(stored.getSubjects()).containsExactly("created.>");
        assertThat(stored.getMaxAge()).isEqualTo(Duration.ofHours(72));
        assertThat(stored.getDuplicateWindow()).isEqualTo(Duration.ofMinutes(2));
        assertThat(stored.getDiscardPolicy()).isEqualTo(DiscardPolicy.New);
        assertThat(stored.getRepublish().getDestination()).isEqualTo("again.>");
    }

    @Test
    void changesWhatCanBeChangedAndKeepsTheRest() throws Exception {
        connection
                .require("Could not test")
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name("CHANGED")
                        .subjects("changed.>")
                        .description("an operator's")
                        .discardPolicy(DiscardPolicy.Old)
                        .build());

        Streams.ensure(
                connection,
                StreamSpec.of("CHANGED", List.of("changed.>", "more.>")).withMaxAge(Duration.ofHours(1)));

        StreamConfiguration stored = stored("CHANGED");
        assertThat(stored.getSubjects()).containsExactlyInAnyOrder("changed.>", "more.>");
        assertThat(stored.getMaxAge()).isEqualTo(Duration.ofHours(1));
        assertThat(stored.getDiscardPolicy()).isEqualTo(DiscardPolicy.New);
        assertThat(stored.getDescription()).isEqualTo("an operator's");
    }

    @Test
    void plansWithoutChangingAnything() throws Exception {
        StreamSpec spec = StreamSpec.of("PLANNED", List.of("planned.>"));

        assertThat(Streams.plan(connection, spec)).isEqualTo(new StreamPlan.Create(spec));
        Streams.ensure(connection, spec);
        assertThat(Streams.plan(connection, spec)).isEqualTo(new StreamPlan.Keep());
        assertThat(Streams.plan(connection, spec.withMaxAge(Duration.ofHours(1))))
                .isEqualTo(new StreamPlan.Change(List.of(new Difference("maxAge", "PT0S", "PT1H"))));
        assertThat(Streams.plan(connection, spec.withStorage(Storage.MEMORY)))
                .isEqualTo(new StreamPlan.Refused(
                        "its storage is file and cannot become memory",
                        "Ask for the former, or delete the stream with all its messages."));

        assertThat(stored("PLANNED").getMaxAge()).isEqualTo(Duration.ZERO);
    }

    @Test
    void refusesInWordsWhatTheServerWouldRefuse() {
        StreamSpec spec = StreamSpec.of("FIXED", List.of("fixed.>"));
        Streams.ensure(connection, spec);

        assertThatThrownBy(() -> Streams.ensure(connection, spec.withStorage(Storage.MEMORY)))
                .isInstanceOf(EventBusException.class)
                .hasMessageContaining("FIXED")
                .hasMessageContaining("storage");
        assertThatThrownBy(() -> Streams.ensure(connection, StreamSpec.of("OTHER", List.of("fixed.a"))))
                .isInstanceOf(EventBusException.class)
                .hasMessageContaining("overlaps with stream FIXED");
        assertThatThrownBy(() -> Streams.ensure(connection, spec.withReplicas(3)))
                .isInstanceOf(EventBusException.class)
                .hasMessageContaining("replicas");
    }

    private static StreamConfiguration stored(String name) throws Exception {
        return connection
                .require("Could not test")
                .jetStreamManagement()
                .getStreamInfo(name)
                .getConfiguration();
    }
}
