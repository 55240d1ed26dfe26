package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.nats.server.NatsServer;
import io.nats.client.KeyValue;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaseIT {
    private static final Duration TTL = Duration.ofSeconds(2);
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final NatsServer server = NatsServer.start();
    private final NatsConnection connection = NatsConnection.connect(NatsSettings.of(server.url()));
    private final Lease lease = new Lease(connection, "d", TTL);
    private final Lease other = new Lease(connection, "d", TTL);

    @BeforeEach
    void makeTheBucket() {
        assertThat(connection.awaitConnected(DEADLINE)).isTrue();
        Lease.ensureBucket(connection);
    }

    @AfterEach
    void closeAll() {
        lease.close();
        other.close();
        connection.close();
        server.close();
    }

    @Test
    void oneHoldsItUntilItLetsGo() {
        lease.start();
        awaitSure(lease);
        other.start();

        other.awaitSure(TTL.multipliedBy(2));
        assertThat(other.isSure()).isFalse();
        assertThat(lease.isSure()).isTrue();
        lease.close();

        awaitSure(other);
        assertThat(lease.isSure()).isFalse();
        assertThat(lease.covers(1)).as("what was begun may be ended").isTrue();
        assertThat(other.term()).isEqualTo(1);
    }

    @Test
    void isTakenFromAHolderThatFellSilentAndNotBefore() throws Exception {
        bucket().put("d", "ghost " + TTL.toMillis());
        long since = System.nanoTime();

        lease.start();

        awaitSure(lease);
        assertThat(System.nanoTime() - since).isGreaterThanOrEqualTo(TTL.toNanos());
    }

    @Test
    void whoLostItStopsAndStandsBy() throws Exception {
        lease.start();
        awaitSure(lease);

        bucket().put("d", "thief 60000");

        await().atMost(DEADLINE).until(() -> !lease.covers(1));
        assertThat(lease.isSure()).isFalse();
        bucket().put("d", "free 0");
        awaitSure(lease);
        assertThat(lease.term()).as("what was begun before must not go on").isEqualTo(2);
        assertThat(lease.covers(1)).isFalse();
        assertThat(lease.covers(2)).isTrue();
    }

    @Test
    void whoCannotRenewItWaitsUntilItKnowsWhoseItIs() throws Exception {
        lease.start();
        awaitSure(lease);
        server.suspend();
        await().atMost(DEADLINE).until(() -> !lease.isSure());

        CompletableFuture<Boolean> known = CompletableFuture.supplyAsync(() -> lease.covers(1));
        assertThat(known.isDone()).isFalse();
        server.resume();

        assertThat(known.get(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(lease.term()).isEqualTo(1);
    }

    @Test
    void itsBucketIsMadeAgainWhenItWasDeleted() throws Exception {
        lease.start();
        awaitSure(lease);

        connection.require("").keyValueManagement().delete(Lease.BUCKET);
        await().atMost(DEADLINE).until(() -> !lease.isSure());

        awaitSure(lease);
        assertThat(bucket().get("d")).isNotNull();
    }

    private static void awaitSure(Lease lease) {
        await().atMost(DEADLINE).until(lease::isSure);
    }

    private KeyValue bucket() throws Exception {
        return connection.require("").keyValue(Lease.BUCKET);
    }
}
