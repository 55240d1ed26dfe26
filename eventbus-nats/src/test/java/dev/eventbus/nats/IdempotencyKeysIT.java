package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.EventBusException;
import dev.eventbus.nats.IdempotencyKeys.Claim;
import dev.eventbus.nats.server.NatsServer;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdempotencyKeysIT {
    @Test
    void tellsEveryInstanceWhatAKeyStandsFor() {
        try (NatsServer server = NatsServer.start();
                NatsConnection one = connect(server);
                NatsConnection other = connect(server)) {
            IdempotencyKeys here = new IdempotencyKeys(one);
            IdempotencyKeys there = new IdempotencyKeys(other);

            Claim first = here.claim("k", "f1", "id1");
            assertThat(first).matches(Claim::isNew).extracting(Claim::id).isEqualTo("id1");
            assertThat(there.claim("k", "f2", "id2"))
                    .isEqualTo(new Claim("k", "f1", "id1", false, false, first.revision()));

            there.done(there.claim("k", "f1", "id3"));
            here.done(first);
            assertThat(here.claim("k", "f1", "id4").isDone()).isTrue();

            Claim refused = here.claim("wrong", "f1", "id5");
            here.release(refused);
            assertThat(there.claim("wrong", "f2", "id6").id()).isEqualTo("id6");
            here.release(refused);
            assertThat(there.claim("wrong", "f2", "id7").id()).isEqualTo("id6");
        }
    }

    @Test
    void givesOneIdToManyWhoAskAtATime() {
        try (NatsServer server = NatsServer.start();
                NatsConnection connection = connect(server)) {
            List<CompletableFuture<Claim>> claims = IntStream.range(0, 20)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> new IdempotencyKeys(connection).claim("k", "f", "id" + i),
                            task -> Thread.ofVirtual().start(task)))
                    .toList();

            assertThat(claims.stream()
                            .map(CompletableFuture::join)
                            .map(Claim::id)
                            .distinct())
                    .hasSize(1);
            assertThat(claims.stream().map(CompletableFuture::join).filter(Claim::isNew))
                    .hasSize(1);
        }
    }

    @Test
    void isBoundedInTimeAndSizeAndComesBackWhenItWasDeleted() throws IOException, JetStreamApiException {
        try (NatsServer server = NatsServer.start();
                NatsConnection connection = connect(server)) {
            IdempotencyKeys keys = new IdempotencyKeys(connection);
            keys.claim("k", "f", "id1");
            var management = connection.require("test").jetStreamManagement();

            StreamConfiguration bucket =
                    management.getStreamInfo("KV_" + IdempotencyKeys.BUCKET).getConfiguration();
            assertThat(bucket.getMaxAge()).isEqualTo(Duration.ofHours(24));
            assertThat(bucket.getMaxBytes()).isEqualTo(128L << 20);
            assertThat(bucket.getDiscardPolicy()).isEqualTo(DiscardPolicy.Old);

            management.deleteStream("KV_" + IdempotencyKeys.BUCKET);
            assertThatThrownBy(() -> keys.claim("k", "f", "id2")).isInstanceOf(EventBusException.class);
            assertThat(keys.claim("k", "f", "id3").id()).isEqualTo("id3");
        }
    }

    @Test
    void saysSoWhenTheServerIsAway() {
        try (NatsServer server = NatsServer.start();
                NatsConnection connection = connect(server)) {
            IdempotencyKeys keys = new IdempotencyKeys(connection);
            server.kill();

            assertThatThrownBy(() -> keys.claim("k", "f", "id")).isInstanceOf(EventBusException.class);
        }
    }

    private static NatsConnection connect(NatsServer server) {
        NatsConnection connection = NatsConnection.connect(NatsSettings.of(server.url()));
        assertThat(connection.awaitConnected(Duration.ofSeconds(10))).isTrue();
        return connection;
    }
}
