package dev.eventbus.gateway.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OutboundTest {
    private static final String HALF = "x".repeat(Outbound.MAX_PENDING / 2);

    private final Counter sent = new SimpleMeterRegistry().counter("sent");
    private final SlowWire wire = new SlowWire();
    private final Outbound outbound = new Outbound(wire, sent);

    @Test
    void cutsAClientOffThatDoesNotTakeItsFrames() {
        outbound.send(HALF);
        outbound.send(HALF);
        assertThat(wire.codes).isEmpty();

        outbound.send("y");

        assertThat(wire.codes).containsExactly(1013);
        assertThat(wire.waiting).hasSize(2);
    }

    @Test
    void goesOnWithAClientThatTakesThem() {
        for (int i = 0; i < 10; i++) {
            outbound.send(HALF);
            wire.takeAll();
        }

        assertThat(wire.codes).isEmpty();
        assertThat(sent.count()).isEqualTo(10);
    }

    @Test
    void sendsOneLargerFrameToAClientThatKeepsUp() {
        outbound.send(HALF + HALF + HALF);

        assertThat(wire.codes).isEmpty();
        assertThat(wire.waiting).hasSize(1);
    }

    @Test
    void closesOnceAndSendsNothingAfterwards() {
        outbound.close(1001, "bye");
        outbound.close(1008, "again");
        outbound.send("late");

        assertThat(wire.codes).containsExactly(1001);
        assertThat(wire.waiting).isEmpty();
    }

    @Test
    @Timeout(30)
    void waitsForAClientThatIsSlowAndNotForOneThatIsCutOff() throws Exception {
        outbound.send(HALF);
        assertThat(outbound.hasRoom(1)).isFalse();
        assertThat(outbound.awaitRoom(1, Duration.ofMillis(1))).isFalse();

        CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS).execute(wire::takeAll);
        assertThat(outbound.awaitRoom(1, Duration.ofMinutes(5))).isTrue();

        outbound.send(HALF);
        outbound.close(1008, "go");
        assertThat(outbound.awaitRoom(1, Duration.ofMinutes(5))).isTrue();
    }

    @Test
    void hasRoomForALargeFrameOnceTheOthersAreTaken() {
        outbound.send("x");
        assertThat(outbound.hasRoom(Outbound.MAX_PENDING)).isFalse();

        wire.takeAll();

        assertThat(outbound.hasRoom(2 * Outbound.MAX_PENDING)).isTrue();
    }
}
