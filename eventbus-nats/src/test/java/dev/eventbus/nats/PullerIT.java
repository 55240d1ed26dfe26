package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.Verdict;
import dev.eventbus.nats.server.NatsServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PullerIT {
    @Test
    void anErrorFromWhoTakesTheMessagesCostsNeitherThreadNorPermitNorMessage() throws Exception {
        try (NatsServer server = NatsServer.start();
                NatsConnection connection = NatsConnection.connect(NatsSettings.of(server.url()))) {
            assertThat(connection.awaitConnected(Duration.ofSeconds(10))).isTrue();
            Streams.ensure(connection, StreamSpec.of("S", List.of("s.>")));
            connection.require("Could not test").jetStream().publish("s.a", new byte[] {1});
            LinkedBlockingQueue<Integer> deliveries = new LinkedBlockingQueue<>();
            PullSpec spec = PullSpec.of("d", "s.>").withConcurrency(1);

            try (Puller puller = new Puller(connection, spec, delivery -> {
                deliveries.add(delivery.deliveries());
                if (delivery.deliveries() == 1) {
                    throw new StackOverflowError("told to fail");
                }
                delivery.settle(Verdict.ACK);
            })) {
                puller.start();

                assertThat(deliveries.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
                assertThat(deliveries.poll(10, TimeUnit.SECONDS)).isEqualTo(2);
            }
        }
    }
}
