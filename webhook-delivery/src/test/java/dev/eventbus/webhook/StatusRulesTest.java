package dev.eventbus.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.eventbus.webhook.Outcome.Delivered;
import dev.eventbus.webhook.Outcome.Failure;
import dev.eventbus.webhook.Outcome.Rejected;
import dev.eventbus.webhook.Outcome.Unreachable;
import dev.eventbus.webhook.StatusRules.Decision;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatusRulesTest {
    @Test
    void acknowledgesDeliveriesAndRetriesEveryOtherStatus() {
        assertThat(StatusRules.RETRY_ALL.decide(new Delivered(204))).isEqualTo(Decision.ACK);
        assertThat(IntStream.concat(IntStream.range(100, 200), IntStream.range(300, 1000)))
                .allSatisfy(status -> assertThat(StatusRules.RETRY_ALL.decide(rejected(status)))
                        .isEqualTo(Decision.RETRY));
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void retriesWhateverTheNetworkDid(Failure failure) {
        assertThat(StatusRules.RETRY_ALL.decide(new Unreachable(failure, "x"))).isEqualTo(Decision.RETRY);
    }

    @Test
    void failsPermanentStatusesByChoice() {
        StatusRules rules = new StatusRules(Set.of(400, 410));

        assertThat(rules.decide(rejected(400))).isEqualTo(Decision.FAIL);
        assertThat(rules.decide(rejected(500))).isEqualTo(Decision.RETRY);
    }

    @Test
    void refusesToCallASuccessPermanent() {
        assertThatIllegalArgumentException().isThrownBy(() -> new StatusRules(Set.of(200)));
    }

    private static Rejected rejected(int status) {
        return new Rejected(status, new byte[0], null);
    }
}
