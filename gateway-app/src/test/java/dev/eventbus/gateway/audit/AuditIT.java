package dev.eventbus.gateway.audit;

import static dev.eventbus.gateway.Users.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.eventbus.gateway.GatewayStack;
import dev.eventbus.gateway.database.DatabaseException;
import dev.eventbus.gateway.database.Jdbc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class AuditIT {
    @Inject
    Jdbc jdbc;

    @Inject
    Audit audit;

    @Test
    void recordsSignInsAndThoseThatWereRefusedWithoutWhatWasTyped() {
        as("member");
        String good = UUID.randomUUID().toString();
        String bad = UUID.randomUUID().toString();

        given().header("X-Request-Id", good)
                .contentType("application/json")
                .body("{\"email\":\"member@example.com\",\"password\":\"member-password\"}")
                .post("/api/auth/login");
        given().header("X-Request-Id", bad)
                .contentType("application/json")
                .body("{\"email\":\"my-secret-password\",\"password\":\"oops\"}")
                .post("/api/auth/login");

        assertThat(recorded(good))
                .containsEntry("action", "login")
                .containsEntry("target", "member")
                .containsEntry("result", "DONE")
                .containsEntry("address", "127.0.0.1");
        assertThat(recorded(bad)).containsEntry("result", "REFUSED_401").doesNotContainKey("target");
        assertThat(as("admin").get("/api/audit?limit=200").asString()).doesNotContain("my-secret-password");
    }

    @Test
    void recordsRefusalsWithWhoAndWhere() {
        Response foreign = as("member").get("/api/workspaces/not-mine/events");
        Response small = as("member").get("/api/workspaces/demo/audit");
        Response nobody = given().get("/api/workspaces/demo/events");

        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(recorded(foreign.header("X-Request-Id")))
                .containsEntry("who", "member")
                .containsEntry("credential", "SESSION")
                .containsEntry("workspaceId", "not-mine")
                .containsEntry("target", "GET /api/workspaces/not-mine/events")
                .containsEntry("result", "REFUSED_404");
        assertThat(recorded(small.header("X-Request-Id"))).containsEntry("result", "REFUSED_403");
        assertThat(recorded(nobody.header("X-Request-Id")))
                .containsEntry("credential", "NONE")
                .containsEntry("result", "REFUSED_401");
    }

    @Test
    void recordsSomeOfManyRefusalsOfNobodyAndCountsTheOthers() {
        await().atMost(Duration.ofSeconds(20)).until(() -> leftOf(100) > 0);
        await().atMost(Duration.ofSeconds(20)).until(() -> leftOf(1) == 0);
    }

    /** How many of so many refusals at a time are only counted. */
    private static double leftOf(int refusals) {
        double before = left();
        IntStream.range(0, refusals).parallel().forEach(i -> given().get("/api/workspaces/many/events"));
        return left() - before;
    }

    private static double left() {
        return given().get("/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("eventbus_dropped_total{reason=\"audit-rate\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @Test
    void doesNotRecordWhatIsJustNotThere() {
        assertThat(as("member").get("/api/workspaces/demo/events/none").header("X-Request-Id"))
                .isNull();
    }

    @Test
    void takesNoRequestIdThatCouldForgeALine() {
        String id = given().header("X-Request-Id", "a b\u001b[31m")
                .get("/api/audit")
                .header("X-Request-Id");

        assertThat(id).hasSize(36);
    }

    @Test
    void undoesTheEntryTogetherWithTheChange() {
        as("member");
        String target = UUID.randomUUID().toString();

        assertThatThrownBy(() -> jdbc.inTransaction(connection -> {
                    audit.record(connection, new AuditEntry("test.change", "demo", target));
                    throw new IllegalStateException("the change failed");
                }))
                .isInstanceOf(IllegalStateException.class);
        audit.record(new AuditEntry("test.change", "demo", "another"));

        assertThat(as("leaver").get("/api/workspaces/demo/audit").<List<String>>path("items.target"))
                .contains("another")
                .doesNotContain(target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update gateway.audit_log set who = 'x' where id = 1",
                "delete from gateway.audit_log",
                "truncate gateway.audit_log"
            })
    void refusesToChangeWhatWasRecorded(String statement) {
        audit.record(new AuditEntry("test.change", null, null));

        assertThatThrownBy(() -> jdbc.update(statement))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("audit_log takes new rows only");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update gateway.audit_log set who = 'x' where id = 2",
                "delete from gateway.audit_log where id = 1",
                "delete from gateway.audit_log where id = 2"
            })
    void showsWhereTheChainWasBroken(String tampering) {
        for (int i = 0; i < 3; i++) {
            audit.record(new AuditEntry("test.change", null, null));
        }

        Long whole = firstBroken("select 1");
        Long broken = firstBroken(tampering);

        assertThat(whole).isNull();
        assertThat(broken).isLessThanOrEqualTo(3);
    }

    @Test
    void showsEachWorkspaceItsOwnAndListsInPages() {
        for (int i = 0; i < 3; i++) {
            audit.record(new AuditEntry("test.page", "paged", "p" + i));
        }

        Response first = as("admin").get("/api/workspaces/paged/audit?limit=2");
        Response second = as("admin").get("/api/workspaces/paged/audit?limit=2&cursor=" + first.path("nextCursor"));

        assertThat(first.<List<String>>path("items.target")).containsExactly("p2", "p1");
        assertThat(second.<List<String>>path("items.target")).containsExactly("p0");
        assertThat(second.<String>path("nextCursor")).isNull();
        assertThat(as("leaver").get("/api/workspaces/paged/audit").statusCode()).isEqualTo(404);
        assertThat(as("leaver").get("/api/audit").statusCode()).isEqualTo(403);
    }

    /** As a superuser could tamper; undone at the end. */
    private Long firstBroken(String tampering) {
        return jdbc.inTransaction(connection -> {
            try {
                execute(connection, "alter table gateway.audit_log disable trigger user");
                execute(connection, tampering);
                try (var rows = connection.createStatement().executeQuery("select gateway.audit_log_first_broken()")) {
                    rows.next();
                    long broken = rows.getLong(1);
                    return rows.wasNull() ? null : broken;
                }
            } finally {
                connection.rollback();
            }
        });
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Map<String, String> recorded(String requestId) {
        return await().atMost(Duration.ofSeconds(10))
                .until(
                        () -> as("admin").get("/api/audit?limit=200").<List<Map<String, String>>>path("items").stream()
                                .filter(line -> requestId.equals(line.get("requestId")))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }
}
