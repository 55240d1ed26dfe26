package dev.eventbus.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.eventbus.webhook.Outcome.Delivered;
import dev.eventbus.webhook.Outcome.Failure;
import dev.eventbus.webhook.Outcome.Rejected;
import dev.eventbus.webhook.Outcome.Unreachable;
import dev.eventbus.webhook.StatusRules.Decision;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusRulesTest {
    private static final StatusRules STRICT = new StatusRules(set("409", "404"), set("502-503"), true);

    @Test
    void acknowledgesDeliveriesAndRetriesEveryOtherStatusButGone() {
        assertThat(StatusRules.RETRY_ALL.decide(new Delivered(204))).isEqualTo(Decision.ACK);
        assertThat(IntStream.concat(IntStream.range(100, 200), IntStream.range(300, 1000))
                        .filter(status -> status != 410))
                .allSatisfy(status -> assertThat(StatusRules.RETRY_ALL.decide(rejected(status)))
                        .isEqualTo(Decision.RETRY));
        assertThat(StatusRules.RETRY_ALL.decide(rejected(410))).isEqualTo(Decision.PAUSE);
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void retriesWhateverTheNetworkDid(Failure failure) {
        assertThat(STRICT.decide(new Unreachable(failure, "x"))).isEqualTo(Decision.RETRY);
    }

    @ParameterizedTest
    @CsvSource({
        "400, FAIL", "401, FAIL", "403, FAIL", "422, FAIL", "499, FAIL", "302, RETRY", "500, RETRY", "501, RETRY",
        "502, FAIL", "503, FAIL", "504, RETRY", "404, RETRY", "409, RETRY", "408, RETRY", "425, RETRY", "429, RETRY",
        "410, PAUSE"
    })
    void failsByChoice(int status, Decision decision) {
        assertThat(STRICT.decide(rejected(status))).isEqualTo(decision);
    }

    /** Each status of HTTP, by each set of rules; 2xx in a rejection would be a defect of the sender. */
    static Stream<Arguments> everyStatus() {
        return IntStream.rangeClosed(100, 599)
                .filter(status -> status / 100 != 2)
                .mapToObj(status -> arguments(status, expectedByDefault(status), expectedWhenStrict(status)));
    }

    private static Decision expectedByDefault(int status) {
        return status == 410 ? Decision.PAUSE : Decision.RETRY;
    }

    private static Decision expectedWhenStrict(int status) {
        return switch (status) {
            case 408, 425, 429, 404, 409 -> Decision.RETRY;
            case 502, 503 -> Decision.FAIL;
            case 410 -> Decision.PAUSE;
            default -> status >= 400 && status <= 499 ? Decision.FAIL : Decision.RETRY;
        };
    }

    @ParameterizedTest
    @MethodSource("everyStatus")
    void decidesOnEveryStatus(int status, Decision byDefault, Decision whenStrict) {
        assertThat(StatusRules.RETRY_ALL.decide(rejected(status))).isEqualTo(byDefault);
        assertThat(STRICT.decide(rejected(status))).isEqualTo(whenStrict);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 206, 226, 299})
    void acknowledgesEveryTwoHundredWhateverTheRules(int status) {
        assertThat(StatusRules.RETRY_ALL.decide(new Delivered(status))).isEqualTo(Decision.ACK);
        assertThat(STRICT.decide(new Delivered(status))).isEqualTo(Decision.ACK);
    }

    @Test
    void treatsGoneAsToldToo() {
        assertThat(new StatusRules(set("410"), StatusSet.NONE, true).decide(rejected(410)))
                .isEqualTo(Decision.RETRY);
        assertThat(new StatusRules(StatusSet.NONE, set("4xx"), false).decide(rejected(410)))
                .isEqualTo(Decision.FAIL);
    }

    @Test
    void refusesAStatusThatIsBoth() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StatusRules(set("5xx"), set("404", "503"), false))
                .withMessageContaining("503");
    }

    @ParameterizedTest
    @ValueSource(strings = {"200", "2xx", "600", "5x", "", "404-400", "299-300", "500-600", "4XX", "-1", "404 "})
    void refusesWhatIsNoSetOfStatuses(String entry) {
        assertThatIllegalArgumentException().isThrownBy(() -> set(entry)).withMessageContaining("\"" + entry + "\"");
    }

    private static StatusSet set(String... entries) {
        return StatusSet.parse(List.of(entries));
    }

    private static Rejected rejected(int status) {
        return new Rejected(status, new byte[0], null);
    }
}
