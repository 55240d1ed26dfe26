package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.EventBus;
import dev.eventbus.Published;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.Subscription;
import dev.eventbus.nats.server.NatsServer;
import dev.eventbus.testkit.TestEvents;
import io.nats.client.api.ConsumerInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A graceful stop: what is in flight is finished, and nothing of it comes again. */
class DrainIT {
    private static final int IN_FLIGHT = 10_000;
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final SubscribeOptions DURABLE =
            SubscribeOptions.to("*.*").allOrgs().durable("d").concurrency(IN_FLIGHT);

    @Test
    void nothingComesAgainAfterADrainWithTenThousandInFlight() throws Exception {
        drains(DURABLE);
    }

    @Test
    void norDoesItIfMostOfThemWaitBehindTheirKey() throws Exception {
        drains(DURABLE.orderedBy(Event::resourceId));
    }

    private static void drains(SubscribeOptions options) throws Exception {
        try (NatsServer server = NatsServer.start();
                NatsConnection connection = NatsConnection.connect(NatsSettings.of(server.url()))) {
            NatsTransport transport = NatsTransport.open(connection, NatsSettings.of(server.url()));
            CountDownLatch go = new CountDownLatch(1);
            AtomicInteger handled = new AtomicInteger();
            try (EventBus bus = EventBus.builder().transport(transport).build()) {
                store(transport);
                Subscription subscription = bus.subscribe(options, event -> {
                    go.await();
                    handled.incrementAndGet();
                });
                await().atMost(DEADLINE)
                        .until(() -> subscription.counts().running()
                                        + subscription.counts().depth()
                                == IN_FLIGHT);

                CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(() -> bus.drain(DEADLINE));
                go.countDown();

                assertThat(drained.get(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            }
            connection.flush(DEADLINE);
            await().atMost(DEADLINE).until(() -> info(connection).getNumAckPending() == 0);
            assertThat(handled).hasValue(IN_FLIGHT);
            assertThat(info(connection).getDelivered().getConsumerSequence())
                    .as("each was delivered once, and nothing waits to be delivered again")
                    .isEqualTo(IN_FLIGHT);
        }
    }

    private static void store(NatsTransport transport) {
        List<CompletableFuture<Published>> sent = new ArrayList<>();
        for (int i = 0; i < IN_FLIGHT; i++) {
            Event event = TestEvents.on("events.o.s.r.e.k" + i % 100);
            sent.add(transport
                    .publish(event, event.topic(), Durability.PERSISTENT)
                    .toCompletableFuture());
        }
        sent.forEach(CompletableFuture::join);
    }

    private static ConsumerInfo info(NatsConnection connection) throws Exception {
        return connection.require("").jetStreamManagement().getConsumerInfo(NatsTransport.STREAM, "d");
    }
}
