package dev.eventbus.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
    @Test
    void runsEverythingShortlyWhenNothingIsSaid() {
        assertThat(Arguments.parse()).isEqualTo(new Arguments(Profile.SHORT, List.of("10000"), Set.of(Group.values())));
    }

    @Test
    void takesNamesAndOptionsInAnyOrder() {
        assertThat(Arguments.parse("match", "--subscriptions", "10000,1000000", "--long"))
                .isEqualTo(new Arguments(Profile.LONG, List.of("10000", "1000000"), Set.of(Group.MATCH)));
    }

    @Test
    void coreIsWhatNeedsNoBroker() {
        assertThat(Arguments.parse("core").groups()).containsExactlyInAnyOrder(Group.MATCH, Group.IN_PROCESS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "matches           | NAME must be core or match or in-process or nats or forwarder or forwarder-isolation or gateway or dispatch or realtime or notifications, was 'matches'",
                "--fast            | NAME must be core or match or in-process or nats or forwarder or forwarder-isolation or gateway or dispatch or realtime or notifications, was '--fast'",
                "--subscriptions   | --subscriptions must be numbers from 1 to 9999999 joined by commas, was ''",
                "--subscriptions 0 | --subscriptions must be numbers from 1 to 9999999 joined by commas, was '0'",
            })
    void refusesWhatItDoesNotKnow(String line, String message) {
        assertThatThrownBy(() -> Arguments.parse(line.split(" ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
