package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.Verdict;
import dev.eventbus.nats.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
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

    @Test
    void whatComesAgainBeforeItsNakIsBookedIsTheNextDelivery() throws Exception {
        try (NatsServer server = NatsServer.start();
                NatsConnection connection = NatsConnection.connect(NatsSettings.of(server.url()))) {
            assertThat(connection.awaitConnected(Duration.ofSeconds(10))).isTrue();
            Streams.ensure(connection, StreamSpec.of("S", List.of("s.>")));
            Connection nats = connection.require("Could not test");
            nats.jetStream().publish("s.a", new byte[] {1});
            PullSpec spec = PullSpec.of("d", "s.>").withAckWait(Duration.ofSeconds(1));
            Consumers.ensure(nats, spec);
            var pulled = nats.jetStream().subscribe(null, PullSubscribeOptions.bind("S", "d"));
            Puller puller = new Puller(connection, spec, ignored -> {});
            InHand inHand = new InHand(spec.ackWait(), false);

            Message first = pulled.fetch(1, Duration.ofSeconds(5)).getFirst();
            Message again = pulled.fetch(1, Duration.ofSeconds(5)).getFirst();
            PulledDelivery delivery = new PulledDelivery(first, puller);
            assertThat(inHand.add(delivery)).isTrue();
            assertThat(inHand.add(new PulledDelivery(again, puller))).isFalse();
            delivery.settle(Verdict.retry(Duration.ofMillis(1)));

            PulledDelivery next = new PulledDelivery(again, puller);
            assertThat(inHand.add(next)).isTrue();
            inHand.done(delivery, false);
            assertThat(inHand.open(1)).as("the next is still there").isEqualTo(1);
        }
    }
}
