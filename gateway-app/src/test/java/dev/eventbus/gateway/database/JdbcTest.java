package dev.eventbus.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class JdbcTest {
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final List<String> calls = new ArrayList<>();
    private final Jdbc jdbc = new Jdbc(pool());

    /** Twenty sessions looked up at once, each holding a connection and wanting a second one, stopped the gateway. */
    @Test
    void refusesASecondConnectionToWhoHasOne() {
        assertThatIllegalStateException()
                .isThrownBy(() -> jdbc.inTransaction(outer -> jdbc.inTransaction(inner -> true)))
                .withMessageContaining("second one");

        assertThat(opened).hasValue(1);
        assertThat(closed).hasValue(1);
    }

    @Test
    void givesOneConnectionAfterTheOther() {
        jdbc.inTransaction(first -> true);
        jdbc.inTransaction(second -> true);

        assertThat(opened).hasValue(2);
        assertThat(closed).hasValue(2);
    }

    @Test
    void rollsBackWhatEndsInAnError() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> jdbc.inTransaction(connection -> {
                    throw new AssertionError("half done");
                }));

        assertThat(calls).containsSubsequence("rollback", "setAutoCommit").doesNotContain("commit");
    }

    private DataSource pool() {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (pool, method, arguments) -> {
                    opened.incrementAndGet();
                    return connection();
                });
    }

    private Connection connection() {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (connection, method, arguments) -> {
                    calls.add(method.getName());
                    if (method.getName().equals("close")) {
                        closed.incrementAndGet();
                    }
                    return null;
                });
    }
}
