package dev.eventbus.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SignalTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Signal signal = new Signal();

    @Test
    void aWakeUpWhileBusyIsNotLost() throws Exception {
        signal.wake();
        signal.wake();

        signal.await(HOUR);
    }

    @Test
    void wakesWhoeverWaits() throws Exception {
        Thread waiting = Thread.ofPlatform().start(() -> {
            try {
                signal.await(HOUR);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        signal.wake();

        waiting.join();
    }

    @Test
    void waitsNoMoreOnceClosed() throws Exception {
        signal.close();

        signal.await(HOUR);
        signal.await(HOUR);

        assertThat(signal.isClosed()).isTrue();
    }

    @Test
    void waitsNoLongerThanTold() throws Exception {
        signal.await(Duration.ofMillis(1));

        assertThat(signal.isClosed()).isFalse();
    }
}
