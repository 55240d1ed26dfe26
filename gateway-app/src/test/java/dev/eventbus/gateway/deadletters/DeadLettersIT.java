package dev.eventbus.gateway.deadletters;

import static dev.eventbus.gateway.Users.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.gateway.GatewayStack;
import dev.eventbus.gateway.Users;
import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.gateway.database.Rows;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class DeadLettersIT {
    private static final String LETTERS = "/api/workspaces/demo/dead-letters";
    private static final String EVENTS_REPLAY = "/api/workspaces/demo/events/replay";

    @Inject
    Jdbc jdbc;

    @BeforeEach
    void waitForTheSchema() {
        Users.sharedToken("member");
    }

    @Test
    void showsListsAndDiscardsLetters() {
        letter("api-letter");

        Response list = as("member").get(LETTERS + "?subscriber=nobody&limit=1");
        Response one = as("member").get(LETTERS + "/api-letter");

        assertThat(list.<String>path("items[0].event.payload.toString()")).contains("big");
        assertThat(one.<String>path("subscriber.kind")).isEqualTo("SUBSCRIPTION");
        assertThat(one.<String>path("class")).isEqualTo("exhausted");
        assertThat(as("member").post(LETTERS + "/api-letter/replay").<String>path("code"))
                .isEqualTo("SUBSCRIBER_GONE");
        assertThat(as("member").delete(LETTERS + "/api-letter").statusCode()).isEqualTo(204);
        assertThat(as("member").delete(LETTERS + "/api-letter").statusCode()).isEqualTo(404);
    }

    @Test
    void showsLettersToTheirWorkspaceOnly() {
        letter("secret-letter");

        assertThat(as("outsider").get(LETTERS + "/secret-letter").statusCode()).isEqualTo(404);
        assertThat(as("admin")
                        .get("/api/workspaces/other/dead-letters/secret-letter")
                        .statusCode())
                .isEqualTo(404);
        assertThat(as("admin")
                        .post("/api/workspaces/other/dead-letters/secret-letter/replay")
                        .statusCode())
                .isEqualTo(404);
        assertThat(as("admin")
                        .delete("/api/workspaces/other/dead-letters/secret-letter")
                        .statusCode())
                .isEqualTo(404);
        assertThat(given().get(LETTERS).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0,limit",
        "limit=201,limit",
        "limit=x,limit",
        "cursor=!!,cursor",
        "cursor=Zm9v,cursor",
        "from=yesterday,from",
        "to=2026-13-01T00:00:00Z,to",
        "eventKey=a,eventKey",
        "eventKey=a..b,eventKey",
        "state=open,state",
        "state=,state",
        "class=a%20b,class",
        "class=%00,class",
        "subscriber=a%20b,subscriber",
        "subscriber=webhook/a,subscriber",
        "subscriber=subscription/,subscriber",
        "subscriber=extension/a/b,subscriber",
        "subscriber=%27%20or%201=1,subscriber",
        "sort=id,sort",
        "workspaceId=other,workspaceId",
        "state=OPEN&state=OPEN,state"
    })
    void refusesTheQueryAndNamesTheParameter(String query, String parameter) {
        Response answer = as("member").urlEncodingEnabled(false).get(LETTERS + "?" + query);

        assertRefused(answer, "INVALID_REQUEST", parameter);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|INVALID_REQUEST|filter",
                "{\"dryRun\":true}|INVALID_REQUEST|filter",
                "{\"filter\":null}|INVALID_REQUEST|filter",
                "{\"filter\":[]}|INVALID_REQUEST|filter",
                "{\"filter\":\"all\"}|INVALID_REQUEST|filter",
                "{\"filter\":{},\"dryRun\":\"yes\"}|INVALID_REQUEST|dryRun",
                "{\"filter\":{},\"dryrun\":true}|INVALID_REQUEST|dryrun",
                "{\"filter\":{\"state\":\"REPLAYED\"}}|INVALID_REQUEST|filter.state",
                "{\"filter\":{\"subscriber\":7}}|INVALID_REQUEST|filter.subscriber",
                "{\"filter\":{\"subscriber\":\"x/y\"}}|INVALID_REQUEST|filter.subscriber",
                "{\"filter\":{\"class\":\"\"}}|INVALID_REQUEST|filter.class",
                "{\"filter\":{\"eventKey\":\"a\"}}|INVALID_REQUEST|filter.eventKey",
                "{\"filter\":{\"from\":\"now\"}}|INVALID_REQUEST|filter.from",
                "{\"filter\":{\"from\":\"2026-01-02T00:00:00Z\",\"to\":\"2026-01-01T00:00:00Z\"}}|INVALID_REQUEST|filter.to",
                "{\"filter\":{},\"filter\":{}}|MALFORMED_JSON|filter",
                "[]|MALFORMED_JSON|",
                "{\"filter\":{|MALFORMED_JSON|"
            })
    void refusesToReplayLettersAndNamesTheField(String body, String code, String field) {
        Response answer =
                as("member").contentType("application/json").body(body).post(LETTERS + "/replay");

        assertRefused(answer, code, field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|INVALID_REQUEST|from",
                "{\"from\":\"F\",\"to\":\"T\"}|INVALID_REQUEST|subscriptionId",
                "{\"from\":\"F\",\"subscriptionId\":\"s\"}|INVALID_REQUEST|to",
                "{\"from\":\"T\",\"to\":\"F\",\"subscriptionId\":\"s\"}|INVALID_REQUEST|to",
                "{\"from\":\"F\",\"to\":\"F\",\"subscriptionId\":\"s\"}|INVALID_REQUEST|to",
                "{\"from\":1,\"to\":\"T\",\"subscriptionId\":\"s\"}|INVALID_REQUEST|from",
                "{\"from\":\"F\",\"to\":\"T\",\"subscriptionId\":\"a b\"}|INVALID_REQUEST|subscriptionId",
                "{\"from\":\"F\",\"to\":\"T\",\"subscriptionId\":\"s\",\"eventKey\":\"a\"}|INVALID_REQUEST|eventKey",
                "{\"from\":\"F\",\"to\":\"T\",\"subscriptionId\":\"s\",\"dryRun\":1}|INVALID_REQUEST|dryRun",
                "{\"from\":\"F\",\"to\":\"T\",\"subscriptionId\":\"s\",\"workspaceId\":\"o\"}|INVALID_REQUEST|workspaceId",
                "{\"from\":\"F\\u0000\",\"to\":\"T\",\"subscriptionId\":\"s\"}|INVALID_REQUEST|from"
            })
    void refusesToReplayEventsAndNamesTheField(String body, String code, String field) {
        String dated = body.replace("\"F", "\"2026-01-01T00:00:00Z").replace("\"T", "\"2026-01-02T00:00:00Z");

        Response answer =
                as("admin").contentType("application/json").body(dated).post(EVENTS_REPLAY);

        assertRefused(answer, code, field);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/no-such-id,404",
        "GET,/%00,404",
        "GET,/replay,404",
        "DELETE,/%00,404",
        "DELETE,/%27%20or%201=1,404",
        "POST,/no-such-id/replay,404",
        "POST,/%00/replay,404",
        "PUT,/no-such-id,405",
        "POST,'',405"
    })
    void refusesTheAddressInProblemJson(String method, String path, int status) {
        Response answer = as("member").urlEncodingEnabled(false).request(method, LETTERS + path);

        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
    }

    private void letter(String id) {
        Rows rows = new Rows(jdbc);
        rows.event("demo", id, "e", Instant.now());
        rows.letter("demo", id, "subscription/nobody", "OPEN", Instant.now());
    }

    private static void assertRefused(Response answer, String code, String field) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.<String>path("code")).isEqualTo(code);
        if (field != null) {
            assertThat(answer.<String>path("errors[0].field")).isEqualTo(field);
        }
    }
}
