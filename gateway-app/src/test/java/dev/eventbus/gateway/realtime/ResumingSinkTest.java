package dev.eventbus.gateway.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.Position;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ResumingSinkTest {
    private final List<String> told = new ArrayList<>();
    private final Outbound outbound = new Outbound(new QuickWire(), new SimpleMeterRegistry().counter("sent"));
    private final ResumingSink sink = new ResumingSink(outbound, new Position(5));

    @Test
    void tellsWhatIsStoredBeforeWhatCameMeanwhileAndNothingTwice() {
        sink.up();
        take(8);
        take(9);
        sink.takeStored(new Position(6), "6");
        sink.takeStored(new Position(8), "8");

        assertThat(sink.goLive(new Position(8))).isFalse();
        take(10);

        assertThat(told).containsExactly("6", "8", "9", "10");
    }

    @Test
    void catchesUpAgainAfterTheBrokerWasAway() {
        sink.up();
        sink.goLive(new Position(5));
        take(6);

        sink.down();
        take(9);
        assertThat(told).containsExactly("6");
        assertThat(sink.up()).isTrue();
        assertThat(sink.last()).isEqualTo(new Position(6));
        sink.takeStored(new Position(7), "7");
        sink.goLive(new Position(8));

        assertThat(told).containsExactly("6", "7", "9");
    }

    @Test
    void doesNotGoLiveWhileTheBrokerIsAway() {
        sink.up();
        sink.down();

        assertThat(sink.goLive(new Position(5))).isFalse();
        take(7);
        assertThat(told).isEmpty();
        assertThat(sink.up()).isTrue();
    }

    @Test
    void goesOnCatchingUpWhenTheBrokerWasAwayMeanwhile() {
        assertThat(sink.up()).isTrue();
        sink.down();
        assertThat(sink.up()).isFalse();

        assertThat(sink.goLive(new Position(5))).isTrue();
        assertThat(sink.goLive(new Position(5))).isFalse();
    }

    @Test
    void keepsABoundedAmountAndReadsTheRestFromTheStore() {
        sink.up();
        String large = "x".repeat(ResumingSink.MAX_WAITING - 100);
        sink.take(List.of(), new Position(6), large);
        sink.take(List.of(), new Position(7), large);

        assertThat(sink.goLive(new Position(5))).isTrue();
        assertThat(told).containsExactly(large);
        sink.takeStored(new Position(7), "7");
        assertThat(sink.goLive(new Position(7))).isFalse();

        assertThat(told).containsExactly(large, "7");
    }

    @Test
    void tellsEphemeralEventsWhicheverPositionCameBefore() {
        sink.up();
        sink.goLive(new Position(50));

        sink.take(List.of(), Position.NONE, "brief");

        assertThat(told).containsExactly("brief");
    }

    private void take(long position) {
        sink.take(List.of(), new Position(position), Long.toString(position));
    }

    private final class QuickWire implements Wire {
        @Override
        public CompletionStage<?> send(String frame) {
            told.add(frame.replaceAll("(?s).*data: (.*)\n\n", "$1"));
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close(int code, String reason) {
            told.add("closed " + code);
        }
    }
}
