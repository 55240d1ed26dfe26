package dev.eventbus.notifications.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class DatabaseTest {
    private final List<String> calls = new ArrayList<>();
    private final Connection connection = (Connection) proxy(Connection.class, null);
    private final Database database = new Database((DataSource) proxy(DataSource.class, connection));

    /** Notes every call; the data source answers with the connection. */
    private Object proxy(Class<?> type, Object answer) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
            calls.add(arguments == null ? method.getName() : method.getName() + ' ' + arguments[0]);
            return answer;
        });
    }

    @Test
    void commitsWhatWasDone() {
        String result = database.inTransaction(used -> "done");

        assertThat(result).isEqualTo("done");
        assertThat(calls)
                .containsExactly("getConnection", "setAutoCommit false", "commit", "setAutoCommit true", "close");
    }

    @Test
    void leavesNothingBehindWhateverWasThrown() {
        // To switch autocommit on again commits what was not rolled back.
        assertThatExceptionOfType(StackOverflowError.class)
                .isThrownBy(() -> database.inTransaction(used -> {
                    throw new StackOverflowError();
                }));

        assertThat(calls)
                .containsExactly("getConnection", "setAutoCommit false", "rollback", "setAutoCommit true", "close");
    }

    @Test
    void beginsAgainAfterADeadlockButNotForEver() {
        AtomicInteger tries = new AtomicInteger();

        assertThatExceptionOfType(DatabaseException.class)
                .isThrownBy(() -> database.inTransaction(used -> {
                    tries.incrementAndGet();
                    throw new SQLException("deadlock", "40P01");
                }));

        assertThat(tries).hasValue(5);
    }

    @Test
    void doesNotBeginAgainForAnyOtherReason() {
        AtomicInteger tries = new AtomicInteger();

        assertThatExceptionOfType(DatabaseException.class)
                .isThrownBy(() -> database.inTransaction(used -> {
                    tries.incrementAndGet();
                    throw new SQLException("away", "08006");
                }))
                .matches(failure -> !failure.isAboutData());

        assertThat(tries).hasValue(1);
    }
}
