package dev.eventbus.forwarder;

import static dev.eventbus.forwarder.ForwarderScene.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.forwarder.CountingSink.Attempt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another replica gets the message of one that hangs after the ack wait, and not before. */
class ForwarderAckWaitIT {
    private static final Duration ACK_WAIT = Duration.ofSeconds(8);

    /** The server's clock starts before the message arrives at its endpoint. */
    private static final Duration ON_ITS_WAY = Duration.ofMillis(500);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"none", "subject"})
    void anotherReplicaTakesOverAfterTheAckWaitAndNotBefore(String ordering) throws Exception {
        try (ForwarderScene scene = new ForwarderScene(folder);
                CountingSink sink = CountingSink.start(700, (id, attempt) -> 204)) {
            scene.configure(sink.url(), "timeout: 3s\nack_wait: 8s\nordering: " + ordering + "\n");
            ForwarderProcess first = scene.start();
            scene.publish(1, i -> "s.first-takes-longer");
            patiently().until(() -> sink.count() == 1 && scene.unsettled() == 0);
            scene.publish(2, i -> "s.x");
            patiently().until(() -> sink.count() == 2);
            first.suspend();
            scene.start();
            long ready = System.nanoTime();
            patiently().until(() -> scene.unsettled() == 0);

            List<Attempt> attempts = sink.attempts().stream()
                    .filter(one -> one.id().equals("m1"))
                    .toList();
            assertThat(attempts).hasSize(2);
            long begun = attempts.getFirst().nanos();
            assertThat(Duration.ofNanos(attempts.getLast().nanos() - begun))
                    .isGreaterThan(ACK_WAIT.minus(ON_ITS_WAY))
                    .isLessThan(Duration.ofNanos(ready - begun).plus(ACK_WAIT).plusSeconds(3));
            first.resume();
            patiently().during(Duration.ofSeconds(1)).until(() -> sink.count() == 3);
        }
    }
}
