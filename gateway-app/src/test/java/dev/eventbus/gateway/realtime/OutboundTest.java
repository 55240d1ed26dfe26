package dev.eventbus.gateway.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class OutboundTest {
    private static final String HALF = "x".repeat(Outbound.MAX_PENDING / 2);

    private final Counter sent = new SimpleMeterRegistry().counter("sent");
    private final SlowWire wire = new SlowWire();
    private final Outbound outbound = new Outbound(wire, sent);

    @Test
    void cutsAClientOffThatDoesNotTakeItsFrames() {
        outbound.send(HALF);
        outbound.send(HALF);
        assertThat(wire.closed).isEmpty();

        outbound.send("y");

        assertThat(wire.closed).containsExactly(1013);
        assertThat(wire.waiting).hasSize(2);
    }

    @Test
    void goesOnWithAClientThatTakesThem() {
        for (int i = 0; i < 10; i++) {
            outbound.send(HALF);
            wire.takeAll();
        }

        assertThat(wire.closed).isEmpty();
        assertThat(sent.count()).isEqualTo(10);
    }

    @Test
    void sendsOneLargerFrameToAClientThatKeepsUp() {
        outbound.send(HALF + HALF + HALF);

        assertThat(wire.closed).isEmpty();
        assertThat(wire.waiting).hasSize(1);
    }

    @Test
    void closesOnceAndSendsNothingAfterwards() {
        outbound.close(1001, "bye");
        outbound.close(1008, "again");
        outbound.send("late");

        assertThat(wire.closed).containsExactly(1001);
        assertThat(wire.waiting).isEmpty();
    }

    /** Takes frames when told to. */
    private static final class SlowWire implements Wire {
        private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
        private final List<Integer> closed = new ArrayList<>();

        @Override
        public CompletionStage<?> send(String frame) {
            CompletableFuture<Void> taken = new CompletableFuture<>();
            waiting.add(taken);
            return taken;
        }

        @Override
        public void close(int code, String reason) {
            closed.add(code);
        }

        void takeAll() {
            List.copyOf(waiting).forEach(frame -> frame.complete(null));
            waiting.clear();
        }
    }
}
