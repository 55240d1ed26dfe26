package dev.eventbus.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.outbox.Outbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a;drop table b", "\"a\"", "a.b.c", ".a", "a.", "A", "1a", "a'", "a\n", "ä"})
    void refusesWhatIsNoPlainName(String name) {
        assertThatThrownBy(() -> new TableName(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("table must be");
    }

    @Test
    void refusesANameThatLeavesNoRoomForThoseOfIndexes() {
        assertThat(new TableName("a".repeat(48)).name()).hasSize(48);
        assertThatThrownBy(() -> new TableName("a".repeat(49))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void quotesSchemaAndTable() {
        assertThat(new TableName("order").quoted()).isEqualTo("\"order\"");
        assertThat(new TableName("app.order").quoted()).isEqualTo("\"app\".\"order\"");
    }

    @Test
    void putsItsNameIntoTheStatementsOfAFile() {
        String ddl = Outbox.builder().table("shop.outbox").build().ddl();

        assertThat(ddl)
                .contains("CREATE TABLE IF NOT EXISTS \"shop\".\"outbox\" (")
                .contains("CREATE INDEX IF NOT EXISTS outbox_pending ON \"shop\".\"outbox\" (")
                .doesNotContain("eventbus_outbox");
    }
}
