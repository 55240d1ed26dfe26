package dev.eventbus.forwarder.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.nats.PulledMessage;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";
    private static final String TRACEPARENT = "00-" + TRACE + "-" + PARENT + "-01";

    private final RandomGenerator random = new Random(1);
    private final TraceContext trace = new TraceContext(() -> random);

    @Test
    void goesOnWithTheTraceAndNamesEachAttemptAnew() {
        Message message = new Message(Map.of("traceparent", TRACEPARENT, "tracestate", "rojo=00f067aa0ba902b7,a=b"));

        Map<String, String> first = trace.headers(message::header);
        Map<String, String> second = trace.headers(message::header);

        assertThat(first.get("traceparent"))
                .matches("00-" + TRACE + "-[0-9a-f]{16}-01")
                .doesNotContain(PARENT);
        assertThat(second.get("traceparent")).startsWith("00-" + TRACE).isNotEqualTo(first.get("traceparent"));
        assertThat(first).containsEntry("tracestate", "rojo=00f067aa0ba902b7,a=b");
    }

    @Test
    void readsTheHeadersInTheWayOfHttpToo() {
        Message message = new Message(Map.of("Traceparent", TRACEPARENT, "Tracestate", "a=b"));

        assertThat(trace.headers(message::header)).containsOnlyKeys("traceparent", "tracestate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0x",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01more",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\nX-Evil: 1",
                " 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            })
    void sendsNoTraceWhereItCannotReadOne(String traceparent) {
        assertThat(trace.headers(new Message(Map.of("traceparent", traceparent, "tracestate", "a=b"))::header))
                .isEmpty();
    }

    @Test
    void sendsNoTraceWhereThereIsNone() {
        assertThat(trace.headers(new Message(Map.of("tracestate", "a=b"))::header))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00:00:0", "00:01:1", "00:03:1", "00:fe:0", "cc:01:1", "cc:01-what-comes-later:1"})
    void writesVersionZeroAndTheSampledFlagAlone(String versionFlagsExpected) {
        String[] parts = versionFlagsExpected.split(":");
        Message message = new Message(Map.of("traceparent", parts[0] + "-" + TRACE + "-" + PARENT + "-" + parts[1]));

        assertThat(trace.headers(message::header).get("traceparent"))
                .matches("00-" + TRACE + "-[0-9a-f]{16}-0" + parts[2]);
    }

    @Test
    void neverWritesAParentIdOfZeros() {
        TraceContext zeros = new TraceContext(() -> () -> 0L);

        assertThat(zeros.headers(new Message(Map.of("traceparent", TRACEPARENT))::header)
                        .get("traceparent"))
                .isEqualTo("00-" + TRACE + "-0000000000000001-01");
    }

    static Stream<String> tracestatesThatCannotBeCarried() {
        return Stream.of(
                "",
                " a=b",
                "a=b\r\nX-Evil: 1",
                "a=b\u0000",
                "a=\u00e4",
                "a=" + "b".repeat(511),
                "a=b,".repeat(32) + "z=1");
    }

    @ParameterizedTest
    @MethodSource("tracestatesThatCannotBeCarried")
    void dropsAStateThatCannotBeCarriedAndKeepsTheTrace(String tracestate) {
        Message message = new Message(Map.of("traceparent", TRACEPARENT, "tracestate", tracestate));

        assertThat(trace.headers(message::header)).containsOnlyKeys("traceparent");
    }

    private record Message(Map<String, String> headers) implements PulledMessage {
        @Override
        public @Nullable String header(String name) {
            return headers.get(name);
        }

        @Override
        public String subject() {
            return "a.b";
        }

        @Override
        public byte[] data() {
            return new byte[0];
        }

        @Override
        public long sequence() {
            return 1;
        }

        @Override
        public String stream() {
            return "A";
        }

        @Override
        public int deliveries() {
            return 1;
        }

        @Override
        public Instant storedAt() {
            return Instant.EPOCH;
        }

        @Override
        public void inProgress() {}

        @Override
        public void deadLetterHeader(String name, String value) {}
    }
}
