package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.nats.PublishFailedException.Reason;
import dev.eventbus.nats.Publisher.Stored;
import dev.eventbus.nats.server.NatsServer;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PublisherIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static NatsServer server;
    private static NatsConnection connection;

    @BeforeAll
    static void startServer() {
        server = NatsServer.start();
        connection = NatsConnection.connect(NatsSettings.of(server.url()));
        assertThat(connection.awaitConnected(DEADLINE)).isTrue();
        Streams.ensure(connection, StreamSpec.of("KEPT", List.of("kept.>")));
    }

    @AfterAll
    static void stopServer() {
        connection.close();
        server.close();
    }

    @Test
    void saysThatNoStreamTakesTheSubjectSoonerThanTheDeadline() {
        Publisher publisher = publisher(10, Duration.ofMinutes(1));

        PublishFailedException failure = failure(publisher.publish(message("nowhere.a", "id", 1)));

        assertThat(failure.reason()).isEqualTo(Reason.NO_STREAM);
        assertThat(failure.mayBeStored()).isFalse();
        assertThat(failure).hasMessageContaining("nowhere.a").hasMessageContaining("messageId=id");
    }

    @Test
    void storesWhatNoStreamTookAtFirstOnceThereIsOne() throws Exception {
        Publisher publisher = publisher(10, Duration.ofMinutes(1));

        CompletableFuture<Stored> early = publisher.publish(message("soon.a", "id", 1));
        Streams.ensure(connection, StreamSpec.of("SOON", List.of("soon.>")));

        assertThat(early.get(20, TimeUnit.SECONDS)).isEqualTo(new Stored("SOON", 1, false));
    }

    @Test
    void publishesRawBytesAsTheyAreAndOnceForAnId() throws Exception {
        RawPublisher raw = new RawPublisher(connection, NatsSettings.of(server.url()));
        byte[] body = {'{', ' ', '}', (byte) 0xFF};

        boolean first =
                raw.publish("kept.raw", "m1", body).toCompletableFuture().get(20, TimeUnit.SECONDS);
        boolean again =
                raw.publish("kept.raw", "m1", body).toCompletableFuture().get(20, TimeUnit.SECONDS);

        assertThat(List.of(first, again)).containsExactly(false, true);
        assertThat(nats().jetStreamManagement()
                        .getLastMessage("KEPT", "kept.raw")
                        .getData())
                .isEqualTo(body);
        assertThatThrownBy(() -> raw.publish("kept.>", "m2", body)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysThatTheServerTakesNothingSoLarge() {
        int tooLarge = (int) nats().getMaxPayload() + 1;

        PublishFailedException failure =
                failure(publisher(10, Duration.ofMinutes(1)).publish(message("kept.a", "id", tooLarge)));

        assertThat(failure.reason()).isEqualTo(Reason.REJECTED);
    }

    @Test
    void saysThatAFullStreamRefusedIt() throws Exception {
        nats().jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name("FULL")
                        .subjects("full.>")
                        .maxMessages(1)
                        .discardPolicy(DiscardPolicy.New)
                        .build());
        Publisher publisher = publisher(10, Duration.ofMinutes(1));
        publisher.publish(message("full.a", "first", 1)).get(20, TimeUnit.SECONDS);

        PublishFailedException failure = failure(publisher.publish(message("full.a", "second", 1)));

        assertThat(failure.reason()).isEqualTo(Reason.REJECTED);
        assertThat(failure).hasMessageContaining("maximum messages exceeded");
    }

    @Test
    void letsNoMoreThanTheWindowWaitAndTheNextOneOnceThereIsRoom() throws Exception {
        try (NatsServer own = NatsServer.start();
                NatsConnection ownConnection = NatsConnection.connect(NatsSettings.of(own.url()))) {
            assertThat(ownConnection.awaitConnected(DEADLINE)).isTrue();
            Streams.ensure(ownConnection, StreamSpec.of("KEPT", List.of("kept.>")));
            Publisher patient = new Publisher(ownConnection, 2, DEADLINE);
            Publisher hasty = new Publisher(ownConnection, 2, Duration.ofMillis(500));
            own.suspend();
            List<CompletableFuture<Stored>> waiting = new ArrayList<>();
            waiting.add(patient.publish(message("kept.a", "one", 1)));
            waiting.add(patient.publish(message("kept.a", "two", 1)));
            CompletableFuture<CompletableFuture<Stored>> third = new CompletableFuture<>();
            Thread.startVirtualThread(() -> third.complete(patient.publish(message("kept.a", "three", 1))));
            assertThat(failure(hasty.publish(message("kept.a", "four", 1))).reason())
                    .isEqualTo(Reason.UNKNOWN);

            assertThat(third).as("waits for a place in the window").isNotDone();
            own.resume();

            waiting.add(third.get(20, TimeUnit.SECONDS));
            for (CompletableFuture<Stored> publish : waiting) {
                assertThat(publish.get(20, TimeUnit.SECONDS).stream()).isEqualTo("KEPT");
            }
        }
    }

    @Test
    void saysThatTheWindowIsFullAndHasItsPlacesAgainAfterFailures() throws Exception {
        try (NatsConnection away = NatsConnection.connect(NatsSettings.of("nats://127.0.0.1:1"))) {
            Publisher publisher = new Publisher(away, 1, Duration.ofSeconds(1));
            CompletableFuture<Stored> first = publisher.publish(message("kept.a", "one", 1));
            Thread.currentThread().interrupt(); // waits no longer

            assertThat(failure(publisher.publish(message("kept.a", "two", 1))).reason())
                    .isEqualTo(Reason.WINDOW_FULL);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(failure(first).reason()).isEqualTo(Reason.NOT_CONNECTED);
            assertThat(failure(publisher.publish(message("kept.a", "three", 1))).reason())
                    .isEqualTo(Reason.NOT_CONNECTED);
        }
    }

    @Test
    void theTimeItWaitedForAPlaceInTheWindowIsPartOfTheDeadline() throws Exception {
        try (NatsConnection away = NatsConnection.connect(NatsSettings.of("nats://127.0.0.1:1"))) {
            Publisher publisher = new Publisher(away, 1, Duration.ofSeconds(2));
            CompletableFuture<Stored> first = publisher.publish(message("kept.a", "one", 1));
            CompletableFuture<PublishFailedException> second = new CompletableFuture<>();
            Thread.startVirtualThread(() -> second.complete(failure(publisher.publish(message("kept.a", "two", 1)))));
            assertThat(failure(first).reason()).isEqualTo(Reason.NOT_CONNECTED);

            // A second later: much longer than it takes to fail, much shorter than the whole deadline anew.
            failure(new Publisher(away, 1, Duration.ofSeconds(1)).publish(message("kept.a", "later", 1)));

            assertThat(second).as("has had its two seconds").isDone();
            assertThat(second.get().reason()).isIn(Reason.NOT_CONNECTED, Reason.WINDOW_FULL);
        }
    }

    private static Publisher publisher(int window, Duration deadline) {
        return new Publisher(connection, window, deadline);
    }

    private static io.nats.client.Connection nats() {
        return connection.require("Could not test");
    }

    private static NatsMessage message(String subject, String id, int size) {
        return NatsMessage.builder()
                .subject(subject)
                .headers(new Headers().put("Nats-Msg-Id", id))
                .data(new byte[size])
                .build();
    }

    private static PublishFailedException failure(CompletableFuture<Stored> publish) {
        var failure = new java.util.concurrent.atomic.AtomicReference<PublishFailedException>();
        assertThatThrownBy(() -> publish.get(30, TimeUnit.SECONDS))
                .cause()
                .asInstanceOf(InstanceOfAssertFactories.type(PublishFailedException.class))
                .satisfies(failure::set);
        return failure.get();
    }
}
