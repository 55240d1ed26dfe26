package dev.eventbus.gateway.channels.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.gateway.channels.Source;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemListTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"id\":1}] | ",
                "{\"data\":[{\"id\":1}]} | /data",
                "{\"a\":{\"x\":[9],\"b\":[{\"id\":1}]}} | /a/b",
                "{\"x\":{\"data\":[2]},\"data\":[{\"id\":1}]} | /data",
                "[[], {\"b\":[{\"id\":1}]}] | /1/b",
                "{\"a/b\":[{\"id\":1}]} | /a~1b"
            })
    void findsTheListWhereverItIs(String document, @Nullable String pointer) {
        assertThat(items(document, source(pointer, "/id", null)))
                .extracting(Item::delivery)
                .containsExactly("item\n1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"data\":{}} | /data",
                "{\"data\":null} | /data",
                "{} | /data",
                "7 | /data",
                "[] | /data",
                "{\"data\":[1} | /data",
                "{\"data\":[1]}{} | /data",
                "<html> | ",
                "{} | "
            })
    void saysThatThereIsNoList(String document, @Nullable String pointer) {
        assertThatThrownBy(() -> items(document, source(pointer, "/id", null)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsTheBytesOfEachItem() {
        List<Item> items = items("[ {\"b\":1.10, \"a\":\"ö\"} ,\n7]", source(null, null, null));

        assertThat(items)
                .extracting(item -> new String(item.json(), StandardCharsets.UTF_8))
                .containsExactly("{\"b\":1.10, \"a\":\"ö\"}", "7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"id\":null}", "{\"id\":{}}", "{\"id\":\"\"}", "{\"id\":true}"})
    void takesTheWholeItemForTheIdItLacks(String item) {
        assertThat(items("[" + item + "]", source(null, "/id", null)))
                .extracting(Item::delivery)
                .containsExactly("bytes\n" + item);
    }

    @Test
    void putsTheOldestFirstIfTheyHaveATime() {
        String document = "[{\"t\":\"2026-01-03T00:00:00Z\"},{\"t\":1767312000},{\"t\":\"2026-01-01T01:00:00+01:00\"},"
                + "{\"t\":\"never\"},{\"t\":1767398400000}]";

        assertThat(items(document, source(null, null, "/t")))
                .extracting(Item::at)
                .containsExactly(
                        Instant.parse("2026-01-01T00:00:00Z"),
                        Instant.parse("2026-01-02T00:00:00Z"),
                        Instant.parse("2026-01-03T00:00:00Z"),
                        Instant.parse("2026-01-03T00:00:00Z"),
                        null);
    }

    @Test
    void takesNoMoreThanSoMany() {
        String most = "[" + "1,".repeat(ItemList.MOST - 1) + "1]";

        assertThat(items(most, source(null, null, null))).hasSize(ItemList.MOST);
        assertThatThrownBy(() -> items("[1," + most.substring(1), source(null, null, null)))
                .hasMessageContaining("5000");
    }

    private static List<Item> items(String document, Source source) {
        return new ItemList(source).of(document.getBytes(StandardCharsets.UTF_8));
    }

    private static Source source(@Nullable String items, @Nullable String id, @Nullable String time) {
        return new Source("https://example.com/", 1_000, items, id, time, null);
    }
}
