package dev.eventbus.forwarder.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.Verdict;
import dev.eventbus.retry.RetryPolicy;
import dev.eventbus.webhook.Outcome;
import dev.eventbus.webhook.Outcome.Delivered;
import dev.eventbus.webhook.Outcome.Failure;
import dev.eventbus.webhook.Outcome.Rejected;
import dev.eventbus.webhook.Outcome.Unreachable;
import dev.eventbus.webhook.StatusRules;
import dev.eventbus.webhook.StatusSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NextStepTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T08:00:00Z"));
    private final NextStep nextStep = step(StatusRules.RETRY_ALL);

    static Stream<Outcome> failures() {
        return Stream.of(
                rejected(302), rejected(400), rejected(404), rejected(500), new Unreachable(Failure.TIMEOUT, "late"));
    }

    @Test
    void acknowledgesADelivery() {
        assertThat(nextStep.after(1, new Delivered(204))).isEqualTo(Verdict.ack());
        assertThat(nextStep.after(9, new Delivered(200))).isEqualTo(Verdict.ack());
    }

    @ParameterizedTest
    @MethodSource("failures")
    void doublesTheDelayAndDeadLettersAfterTheLastRetry(Outcome failure) {
        assertThat(IntStream.rangeClosed(1, 3).mapToObj(attempt -> nextStep.after(attempt, failure)))
                .containsExactly(retry(2), retry(4), retry(8));

        assertThat(nextStep.after(4, failure))
                .isEqualTo(Verdict.deadLetter("Failed 4 times, last: " + failure.describe()));
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "30, 30", "100000, 600", "nonsense, 2", "'Sat, 21 Nov 2026 08:00:20 GMT', 20"})
    void letsRetryAfterProlongTheDelayWithinBounds(String header, long seconds) {
        assertThat(nextStep.after(1, new Rejected(503, new byte[0], header))).isEqualTo(retry(seconds));
    }

    @Test
    void deadLettersAPermanentStatusAtOnce() {
        NextStep strict = step(new StatusRules(StatusSet.NONE, StatusSet.parse(List.of("410")), false));

        assertThat(strict.after(1, rejected(410)))
                .isEqualTo(Verdict.deadLetter("The endpoint answered 410, which no retry will change"));
        assertThat(strict.classOf(rejected(410))).isEqualTo("rejected");
    }

    @Test
    void tellsExhaustionFromAForbiddenAddress() {
        assertThat(nextStep.classOf(rejected(500))).isEqualTo("exhausted");
        assertThat(nextStep.classOf(new Unreachable(Failure.POLICY, "x"))).isEqualTo("policy");
    }

    private static NextStep step(StatusRules rules) {
        return new NextStep(RetryPolicy.exponential(Duration.ofSeconds(2), 3), rules, CLOCK, new Random(1));
    }

    private static Verdict retry(long seconds) {
        return Verdict.retry(Duration.ofSeconds(seconds));
    }

    private static Rejected rejected(int status) {
        return new Rejected(status, new byte[0], null);
    }
}
