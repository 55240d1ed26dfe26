package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.EventBusException;
import dev.eventbus.Verdict;
import dev.eventbus.nats.server.NatsServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the oldest supported server, a 2.9, does otherwise: it takes what it does not know and says nothing. */
class OldServerIT {
    private static NatsServer server;
    private static NatsConnection connection;

    @BeforeAll
    static void startServer() {
        server = SuiteServer.start("bookworm");
        connection = NatsConnection.connect(NatsSettings.of(server.url()));
        assertThat(connection.awaitConnected(Duration.ofSeconds(20))).isTrue();
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            connection.close();
            server.close();
        }
    }

    @Test
    void moreReplicasThanThereAreServersAreRefusedByUs() {
        StreamSpec spec = StreamSpec.of("FIXED", List.of("fixed.>"));
        Streams.ensure(connection, spec);

        assertThat(Streams.plan(connection, spec.withReplicas(3))).isInstanceOf(StreamPlan.Refused.class);
        assertThatThrownBy(() -> Streams.ensure(connection, spec.withReplicas(3)))
                .isInstanceOf(EventBusException.class)
                .hasMessageContaining("replicas are 1 and cannot become 3")
                .hasMessageContaining("no cluster");
    }

    @Test
    void whatTwoFiltersWouldKeepOutIsReadAndComesToTheHandler() throws Exception {
        Streams.ensure(connection, StreamSpec.of("TWO", List.of("two.>")));
        var jetStream = connection.require("Could not test").jetStream();
        for (String subject : List.of("two.a", "two.b", "two.c")) {
            jetStream.publish(subject, new byte[0]);
        }
        LinkedBlockingQueue<String> subjects = new LinkedBlockingQueue<>();

        try (PullLoop loop = PullLoop.start(connection, PullSpec.of("d", "two.a", "two.c"), message -> {
            subjects.add(message.subject());
            return Verdict.ACK;
        })) {
            assertThat(loop.isBound()).isTrue();
            for (String subject : List.of("two.a", "two.b", "two.c")) {
                assertThat(subjects.poll(20, TimeUnit.SECONDS)).isNotNull().isIn("two.a", "two.b", "two.c");
                assertThat(subject).startsWith("two");
            }
        }
        assertThat(connection
                        .require("Could not test")
                        .jetStreamManagement()
                        .getConsumerInfo("TWO", "d")
                        .getConsumerConfiguration()
                        .getFilterSubjects())
                .containsExactly("two.>");
    }
}
