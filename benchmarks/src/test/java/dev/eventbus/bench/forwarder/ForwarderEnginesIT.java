package dev.eventbus.bench.forwarder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.bench.process.RunningProcess;
import dev.eventbus.bench.sink.Sink;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is compared does the same: every message reaches the endpoint, each once. */
class ForwarderEnginesIT {
    private static final int MESSAGES = 300;

    @ParameterizedTest
    @EnumSource
    void deliversEveryMessageOnce(Engine engine) throws Exception {
        try (Range range = new Range()) {
            range.sink().reset(MESSAGES, 0, false);
            range.stock().create("STOCK");
            range.stock().fill("STOCK", MESSAGES, 512);
            Job job = range.job("STOCK", engine, 10);
            try (RunningProcess running = engine.start(job)) {
                range.await(running, () -> range.sink().delivered() == MESSAGES);
            }

            assertThat(range.sink().counts(MESSAGES)).isEqualTo(new Sink.Counts(MESSAGES, 0, 0));
        }
    }
}
