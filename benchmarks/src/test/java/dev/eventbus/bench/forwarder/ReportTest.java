package dev.eventbus.bench.forwarder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.bench.sink.Sink;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Sink.Counts GOOD = new Sink.Counts(Faults.MESSAGES, 0, 0);
    private static final Sink.Counts BAD = new Sink.Counts(Faults.MESSAGES - 3, 1, 3);
    private static final Case WHAT = new Case(512, 0, 50);

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Report report = new Report(new PrintStream(printed, true, StandardCharsets.UTF_8));

    @Test
    void hidesNoLossOfOneRoundBehindTheOthers() {
        report.faults(Map.of(Engine.CAMEL, List.of(GOOD, BAD, GOOD)));

        assertThat(printed.toString(StandardCharsets.UTF_8).strip().split(" +")).endsWith("15000", "3", "1");
    }

    @Test
    void refusesARunInWhichOursLostAnything() {
        report.throughput(Map.of(WHAT, Map.of(Engine.EVENTBUS, List.of(new Throughput(1, 1, 1, 2, 0)))))
                .faults(Map.of(Engine.EVENTBUS, List.of(GOOD, BAD)));

        assertThatThrownBy(report::requireOursLostNothing)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("lost 5 messages");
    }

    @Test
    void saysNothingOfWhatPeersLose() {
        report.throughput(Map.of(WHAT, Map.of(Engine.CAMEL, List.of(new Throughput(1, 1, 1, 2, 0)))))
                .faults(Map.of(Engine.EVENTBUS, List.of(GOOD), Engine.CAMEL, List.of(BAD)));

        report.requireOursLostNothing();
    }
}
