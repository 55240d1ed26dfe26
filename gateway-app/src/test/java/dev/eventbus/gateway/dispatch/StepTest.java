package dev.eventbus.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.retry.RetryPolicy;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StepTest {
    private static final RetryPolicy THREE_RETRIES = RetryPolicy.exponential(Duration.ofSeconds(2), 3);

    @Test
    void isDeliveredWhenTheEndpointTookIt() {
        assertThat(after(new Result.Delivered(204), 4)).isEqualTo(new Step.Delivered(204));
    }

    @Test
    void triesAgainAfterTwoFourAndEightSeconds() {
        Failure failure = Failure.answered(503, new byte[0]);
        Result failed = new Result.Failed(failure, Duration.ZERO);

        assertThat(after(failed, 1)).isEqualTo(new Step.Again(Duration.ofSeconds(2), failure));
        assertThat(after(failed, 2)).isEqualTo(new Step.Again(Duration.ofSeconds(4), failure));
        assertThat(after(failed, 3)).isEqualTo(new Step.Again(Duration.ofSeconds(8), failure));
    }

    @Test
    void waitsLongerWhenTheEndpointAsksForItButNeverLess() {
        Failure failure = Failure.of("busy");

        assertThat(after(new Result.Failed(failure, Duration.ofSeconds(60)), 1))
                .isEqualTo(new Step.Again(Duration.ofSeconds(60), failure));
        assertThat(after(new Result.Failed(failure, Duration.ofMillis(1)), 1))
                .isEqualTo(new Step.Again(Duration.ofSeconds(2), failure));
    }

    @Test
    void isDeadAfterTheLastAttemptAndSaysHowManyThereWere() {
        Step step = after(Result.failed("connect: refused"), 4);

        assertThat(step).isEqualTo(new Step.Dead("exhausted", Failure.of("failed 4 times, last: connect: refused")));
    }

    @Test
    void isDeadAtOnceWhenNoAttemptCanHelp() {
        Failure failure = Failure.of("policy: host leads to an address that is not public");

        assertThat(after(new Result.Hopeless(failure, false), 1)).isEqualTo(new Step.Dead("permanent", failure));
    }

    @Test
    void keepsOfAnAnswerWhatCanBeStored() {
        byte[] body = new byte[20_000];
        body[0] = (byte) 0xFF;

        Failure failure = Failure.answered(500, body);

        assertThat(failure.body()).hasSize(16 * 1024).startsWith("\uFFFD\uFFFD").doesNotContain("\0");
    }

    private static Step after(Result result, int attempts) {
        return Step.after(result, attempts, THREE_RETRIES, new Random(1));
    }
}
