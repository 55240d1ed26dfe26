package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.nats.server.NatsServer;
import dev.eventbus.testkit.MatchingCases;
import dev.eventbus.testkit.MatchingCases.Outcome;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.LiveListener;
import dev.eventbus.transport.Transport.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The whole table of what matches what, through a real server: interest on the subjects, the rest as the bus does. */
class MatchingThroughNatsIT {
    @Test
    void everyCaseComesOutAsTheTableSays() throws Exception {
        try (NatsServer server = NatsServer.start();
                NatsConnection connection = NatsConnection.connect(NatsSettings.of(server.url()));
                NatsTransport transport = NatsTransport.open(connection, NatsSettings.of(server.url()))) {
            List<String> wrong = new ArrayList<>();
            for (MatchingCases.Case row : MatchingCases.valid().toList()) {
                int arrived = arrivals(transport, row);
                if (arrived != (row.outcome() == Outcome.MATCH ? 1 : 0)) {
                    wrong.add(row + " arrived " + arrived + " times");
                }
            }
            assertThat(wrong).isEmpty();
        }
    }

    /** A second event, which everybody gets, tells when the first has arrived or will not. */
    private static int arrivals(NatsTransport transport, MatchingCases.Case row) throws Exception {
        TopicPattern pattern = TopicPattern.parse(row.pattern());
        Event event = row.event();
        Event end = MatchingCases.valid().findFirst().orElseThrow().event();
        CountDownLatch ended = new CountDownLatch(1);
        List<String> arrived = new ArrayList<>();
        LiveListener matching = (got, topic, position) -> {
            if (pattern.matches(topic) && got.id().equals(event.id())) {
                arrived.add(got.id());
            }
        };
        LiveListener ending = (got, topic, position) -> {
            if (got.id().equals(end.id())) {
                ended.countDown();
            }
        };
        try (Registration one = transport.listen(pattern, matching);
                Registration two = transport.listen(TopicPattern.parse(">"), ending)) {
            transport
                    .publish(event, event.topic(), Durability.EPHEMERAL)
                    .toCompletableFuture()
                    .join();
            transport
                    .publish(end, end.topic(), Durability.EPHEMERAL)
                    .toCompletableFuture()
                    .join();
            assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        }
        return arrived.size();
    }
}
