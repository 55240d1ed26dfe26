package dev.eventbus.forwarder.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.nats.NatsConnection;
import dev.eventbus.nats.NatsSettings;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PausesTest {
    @Test
    void goesOnLookingWhenWhoeverFollowsFails() throws Exception {
        CountDownLatch looks = new CountDownLatch(2);
        try (NatsConnection nowhere = NatsConnection.connect(NatsSettings.of("nats://127.0.0.1:1"));
                Pauses pauses = new Pauses(nowhere, () -> {
                    looks.countDown();
                    throw new IllegalStateException("told to fail");
                })) {
            pauses.start();

            assertThat(looks.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void saysThatItDoesNotKnowWithoutAServer() {
        try (NatsConnection nowhere = NatsConnection.connect(NatsSettings.of("nats://127.0.0.1:1"));
                Pauses pauses = new Pauses(nowhere, () -> {})) {
            assertThat(pauses.look()).isFalse();
        }
    }
}
