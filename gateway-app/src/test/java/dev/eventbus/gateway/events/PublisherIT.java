package dev.eventbus.gateway.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.EventBus;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.nats.NatsConnection;
import dev.eventbus.nats.NatsSettings;
import dev.eventbus.nats.NatsTransport;
import dev.eventbus.nats.server.NatsServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class PublisherIT {
    private static final Duration DEADLINE = Duration.ofSeconds(1);
    private static final PublishRequest REQUEST =
            PublishRequest.parse("{\"eventKey\":\"a.b\"}".getBytes(StandardCharsets.UTF_8));
    private static final Sender SENDER = new Sender("demo", "extensions", "member", null);

    @Test
    void answers503WhileTheServerIsAwayAndPublishesOnceItIsBack() {
        try (NatsServer server = NatsServer.start();
                NatsConnection connection = NatsConnection.connect(settings(server));
                EventBus bus = bus(connection, settings(server))) {
            Publisher publisher = new Publisher(bus, DEADLINE);
            awaitPublished(publisher);

            server.kill();
            assertUnavailableInTime(publisher);
            server.restart();

            awaitPublished(publisher);
        }
    }

    @Test
    void answers503WhileTheServerHangsAlsoWithAllPlacesTaken() {
        try (NatsServer server = NatsServer.start();
                NatsConnection connection = NatsConnection.connect(settings(server));
                EventBus bus = bus(connection, settings(server).withPublishWindow(1))) {
            Publisher publisher = new Publisher(bus, DEADLINE);
            awaitPublished(publisher);

            server.suspend();
            CompletableFuture<?> waiting = publisher.publish(SENDER, REQUEST).toCompletableFuture();
            assertUnavailableInTime(publisher);
            assertThat(waiting).failsWithin(DEADLINE.multipliedBy(3));
            server.resume();

            awaitPublished(publisher);
        }
    }

    @Test
    void answers503WhereNothingStoresEvents() {
        try (NatsServer server =
                        NatsServer.builder().configuration("jetstream: false").start();
                NatsConnection connection = NatsConnection.connect(settings(server));
                EventBus bus = bus(connection, settings(server))) {
            assertThat(connection.awaitConnected(Duration.ofSeconds(20))).isTrue();

            assertUnavailableInTime(new Publisher(bus, DEADLINE));
        }
    }

    private static void assertUnavailableInTime(Publisher publisher) {
        long begin = System.nanoTime();
        assertThat(publisher.publish(SENDER, REQUEST))
                .failsWithin(DEADLINE.multipliedBy(3))
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(ProblemException.class, refused -> {
                    assertThat(refused.problem().status()).isEqualTo(503);
                    assertThat(refused.problem().code()).isEqualTo("BROKER_UNAVAILABLE");
                    assertThat(refused.problem().retryAfterSeconds()).isPositive();
                });
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(DEADLINE.multipliedBy(3));
    }

    private static void awaitPublished(Publisher publisher) {
        await().atMost(Duration.ofSeconds(30))
                .ignoreException(CompletionException.class)
                .until(() -> publisher
                        .publish(SENDER, REQUEST)
                        .toCompletableFuture()
                        .join()
                        .position()
                        .isStored());
    }

    private static NatsSettings settings(NatsServer server) {
        return NatsSettings.of(server.url()).withPublishDeadline(DEADLINE);
    }

    private static EventBus bus(NatsConnection connection, NatsSettings settings) {
        return EventBus.builder()
                .transport(NatsTransport.open(connection, settings))
                .build();
    }
}
