package dev.eventbus.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.eventbus.gateway.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArrayItemsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[]|~~",
                " [ ] |~~",
                "[1]|1",
                "[{\"a\":[1,2]},{\"b\":\"],[\"}]|{\"a\":[1,2]};{\"b\":\"],[\"}",
                "[\"a\\\"],b\",\"\\\\\",2]|\"a\\\"],b\";\"\\\\\";2",
                "[ {} , {} ]|{};{}",
                "[{\"a\":1],2]|{\"a\":1];2"
            })
    void cutsAtTheCommasOfTheArrayOnly(String array, String items) {
        assertThat(cut(array)).isEqualTo(items);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{}",
                "1",
                "[",
                "[1",
                "[1,",
                "[1,]",
                "[,1]",
                "[1,,2]",
                "[1] 2",
                "[1]]",
                "[1}",
                "[\"a]",
                "[\"a\\",
                "[{]",
                "[{\"a\":[}]"
            })
    void refusesWhatIsNoArray(String body) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> cut(body))
                .satisfies(refused -> assertThat(refused.problem().code()).isEqualTo("MALFORMED_JSON"));
    }

    @Test
    void refusesMoreItemsThanWanted() {
        assertThat(ArrayItems.of("[1,2,3]".getBytes(StandardCharsets.UTF_8), 3)).hasSize(3);
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> ArrayItems.of("[1,2,3,4]".getBytes(StandardCharsets.UTF_8), 3))
                .satisfies(refused -> assertThat(refused.problem().status()).isEqualTo(413))
                .withMessageContaining("at most 3 items");
    }

    private static String cut(String array) {
        List<byte[]> items = ArrayItems.of(array.getBytes(StandardCharsets.UTF_8), 100);
        return String.join(
                ";",
                items.stream()
                        .map(item -> new String(item, StandardCharsets.UTF_8).trim())
                        .toList());
    }
}
