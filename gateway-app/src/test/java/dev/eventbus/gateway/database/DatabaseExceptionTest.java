package dev.eventbus.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseExceptionTest {
    @Test
    void saysWhatTheServerSaidWithoutTheValuesOfTheRow() {
        SQLException refusal = new SQLException("ERROR: too long\n  Detail: Failing row contains (secret).", "22001");
        BatchUpdateException batch = new BatchUpdateException(
                "Batch entry 0 insert (secret) was aborted: ERROR: too long", "22001", new int[0]);
        batch.setNextException(refusal);

        assertThat(new DatabaseException(refusal)).hasMessage("Could not use the database: ERROR: too long");
        assertThat(new DatabaseException(batch)).hasMessage("Could not use the database: ERROR: too long");
        assertThat(new DatabaseException(new SQLException("x".repeat(5_000)))
                        .getMessage()
                        .length())
                .isLessThan(400);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "22001, true",
                "23505, true",
                "54000, true",
                "08006, false",
                "57P03, false",
                "40001, false",
                "-, false"
            })
    void tellsARefusalFromAnOutage(String state, boolean isRefusal) {
        assertThat(new DatabaseException(new SQLException("no", state)).isRefusal())
                .isEqualTo(isRefusal);
    }
}
