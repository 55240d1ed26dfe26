package dev.eventbus.gateway.events;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.eventbus.gateway.GatewayStack;
import dev.eventbus.gateway.Users;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class BadInputIT {
    private static final String PUBLISH = "/api/workspaces/demo/events/publish";
    private static String token;

    @BeforeAll
    static void signIn() {
        token = null;
    }

    static Stream<Arguments> bodies() {
        String deep = "{\"eventKey\":\"a.b\",\"payload\":" + "{\"a\":".repeat(70) + "1" + "}".repeat(70) + "}";
        return Stream.of(
                arguments("", 400, "MALFORMED_JSON", null),
                arguments("{", 400, "MALFORMED_JSON", null),
                arguments("{\"eventKey\":\"a.b\"", 400, "MALFORMED_JSON", null),
                arguments("[]", 400, "MALFORMED_JSON", null),
                arguments("\"text\"", 400, "MALFORMED_JSON", null),
                arguments("null", 400, "MALFORMED_JSON", null),
                arguments("{\"eventKey\":\"a.b\"} {}", 400, "MALFORMED_JSON", null),
                arguments("{\"eventKey\":\"a.b\",}", 400, "MALFORMED_JSON", null),
                arguments("{'eventKey':'a.b'}", 400, "MALFORMED_JSON", null),
                arguments("{\"eventKey\":\"a.b\",\"payload\":{\"a\":NaN}}", 400, "MALFORMED_JSON", "payload.a"),
                arguments("\uFEFF{\"eventKey\":\"a.b\"}", 400, "MALFORMED_JSON", null),
                arguments("{}", 400, "INVALID_REQUEST", "eventKey"),
                arguments("{\"eventKey\":null}", 400, "INVALID_REQUEST", "eventKey"),
                arguments("{\"eventKey\":7}", 400, "INVALID_REQUEST", "eventKey"),
                arguments("{\"eventKey\":\"\"}", 400, "INVALID_REQUEST", "eventKey"),
                arguments("{\"eventKey\":\"deal\"}", 400, "INVALID_REQUEST", "eventKey"),
                arguments("{\"eventKey\":\"crm..closed\"}", 400, "INVALID_REQUEST", "eventKey"),
                arguments("{\"eventKey\":\"crm.*.closed\"}", 400, "INVALID_REQUEST", "eventKey"),
                arguments("{\"eventKey\":\"crm.>\"}", 400, "INVALID_REQUEST", "eventKey"),
                arguments("{\"eventKey\":\"$JS.API.INFO\"}", 400, "INVALID_REQUEST", "eventKey"),
                arguments("{\"eventKey\":\"crm.de al.closed\"}", 400, "INVALID_REQUEST", "eventKey"),
                arguments("{\"eventKey\":\"crm.d\\u0435al.closed\"}", 400, "INVALID_REQUEST", "eventKey"),
                arguments("{\"eventKey\":\"a." + "x".repeat(65) + "\"}", 400, "INVALID_REQUEST", "eventKey"),
                arguments("{\"eventKey\":\"" + "a.".repeat(16) + "b\"}", 400, "INVALID_REQUEST", "eventKey"),
                arguments("{\"eventKey\":\"a.b\",\"eventKey\":\"a.b\"}", 400, "MALFORMED_JSON", "eventKey"),
                arguments("{\"eventKey\":\"a.b\",\"workspaceId\":\"other\"}", 400, "INVALID_REQUEST", "workspaceId"),
                arguments("{\"eventKey\":\"a.b\",\"payload\":[]}", 400, "INVALID_REQUEST", "payload"),
                arguments("{\"eventKey\":\"a.b\",\"payload\":\"text\"}", 400, "INVALID_REQUEST", "payload"),
                arguments("{\"eventKey\":\"a.b\",\"payload\":null}", 400, "INVALID_REQUEST", "payload"),
                arguments(
                        "{\"eventKey\":\"a.b\",\"payload\":{\"a\":\"\\u0000\"}}", 400, "INVALID_REQUEST", "payload.a"),
                arguments(
                        "{\"eventKey\":\"a.b\",\"payload\":{\"a\\u0000\":1}}",
                        400,
                        "INVALID_REQUEST",
                        "payload.a\uFFFD"),
                arguments(
                        "{\"eventKey\":\"a.b\",\"payload\":{\"a\":[1,\"\\ud800\"]}}",
                        400,
                        "INVALID_REQUEST",
                        "payload.a.1"),
                arguments("{\"eventKey\":\"a.b\",\"payload\":{\"a\":1e400000}}", 400, "INVALID_REQUEST", "payload.a"),
                arguments(
                        "{\"eventKey\":\"a.b\",\"payload\":{\"a\":" + "9".repeat(10_000) + "}}",
                        400,
                        "MALFORMED_JSON",
                        "payload.a"),
                arguments("{\"eventKey\":\"a.b\",\"payload\":{\"a\":1,\"a\":2}}", 400, "MALFORMED_JSON", "payload.a"),
                arguments(deep, 400, "MALFORMED_JSON", null),
                arguments("{\"eventKey\":\"a.b\",\"resourceId\":\"a b\"}", 400, "INVALID_REQUEST", "resourceId"),
                arguments("{\"eventKey\":\"a.b\",\"resourceId\":\"a.b\"}", 400, "INVALID_REQUEST", "resourceId"),
                arguments("{\"eventKey\":\"a.b\",\"resourceId\":5}", 400, "INVALID_REQUEST", "resourceId"),
                arguments("{\"eventKey\":\"a.b\",\"actor\":\"a\\r\\nb\"}", 400, "INVALID_REQUEST", "actor"),
                arguments(
                        "{\"eventKey\":\"a.b\",\"actor\":\"" + "x".repeat(257) + "\"}",
                        400,
                        "INVALID_REQUEST",
                        "actor"),
                arguments("{\"eventKey\":\"a.b\",\"schemaVersion\":1.0}", 400, "INVALID_REQUEST", "schemaVersion"),
                arguments("{\"eventKey\":\"a.b\",\"filters\":[]}", 400, "INVALID_REQUEST", "filters"),
                arguments("{\"eventKey\":\"a.b\",\"filters\":{\"k\":1}}", 400, "INVALID_REQUEST", "filters.k"),
                arguments("{\"eventKey\":\"a.b\",\"filters\":{\"k\":[]}}", 400, "INVALID_REQUEST", "filters.k"),
                arguments("{\"eventKey\":\"a.b\",\"filters\":{\"k\":\"*\"}}", 400, "INVALID_REQUEST", "filters.k"),
                arguments("{\"eventKey\":\"a.b\",\"filters\":{\"k.x\":\"v\"}}", 400, "INVALID_REQUEST", "filters.k.x"),
                arguments("{\"eventKey\":\"a.b\",\"tags\":\"t\"}", 400, "INVALID_REQUEST", "tags"),
                arguments("{\"eventKey\":\"a.b\",\"tags\":[1]}", 400, "INVALID_REQUEST", "tags"),
                arguments("{\"eventKey\":\"a.b\",\"durability\":\"FOREVER\"}", 400, "INVALID_REQUEST", "durability"),
                arguments(
                        "{\"eventKey\":\"a.b\",\"payload\":{\"a\":\"" + "x".repeat(1 << 20) + "\"}}",
                        413,
                        "PAYLOAD_TOO_LARGE",
                        null));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void refusesTheBodyAndNamesTheField(String body, int status, String code, String field) {
        Response answer = json().body(body.getBytes(StandardCharsets.UTF_8)).post(PUBLISH);

        assertProblem(answer, status, code);
        if (field != null) {
            assertThat(answer.<String>path("errors[0].field")).isEqualTo(field);
        }
    }

    @Test
    void refusesOtherEncodingsThanUtf8() {
        byte[] utf16 = "{\"eventKey\":\"a.b\"}".getBytes(StandardCharsets.UTF_16LE);
        byte[] broken = {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'};

        assertProblem(json().body(utf16).post(PUBLISH), 400, "MALFORMED_JSON");
        assertProblem(json().body(broken).post(PUBLISH), 400, "MALFORMED_JSON");
    }

    @Test
    void namesAllFieldsAtFaultAtOnce() {
        Response answer =
                json().body("{\"eventKey\":\"a\",\"payload\":1,\"x\":2}").post(PUBLISH);

        assertThat(answer.<java.util.List<String>>path("errors.field")).containsExactly("eventKey", "payload", "x");
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0,limit",
        "limit=201,limit",
        "limit=1000000000,limit",
        "limit=x,limit",
        "from=yesterday,from",
        "to=2026-13-01T00:00:00Z,to",
        "eventKey=a,eventKey",
        "eventKey=a..b,eventKey",
        "resourceId=a%20b,resourceId",
        "cursor=!!,cursor",
        "cursor=Zm9v,cursor",
        "sort=id,sort",
        "limit=1&limit=2,limit",
        "actor=%00,actor"
    })
    void refusesTheQueryAndNamesTheParameter(String query, String parameter) {
        Response answer = json().urlEncodingEnabled(false).get("/api/workspaces/demo/events?" + query);

        assertProblem(answer, 400, "INVALID_REQUEST");
        assertThat(answer.<String>path("errors[0].field")).isEqualTo(parameter);
    }

    @ParameterizedTest
    @CsvSource({
        "PUT,/api/workspaces/demo/events/publish,405,METHOD_NOT_ALLOWED",
        "TRACE,/api/workspaces/demo/events/publish,405,METHOD_NOT_ALLOWED",
        "GET,/api/nothing,404,NOT_FOUND",
        "GET,/api/workspaces/demo/events/no-such-id,404,NOT_FOUND",
        "GET,/api/workspaces/not%20a%20segment/events,404,NOT_FOUND",
        "GET,/api/workspaces/other/events,404,NOT_FOUND",
        "GET,/api/workspaces/demo/nothing,404,NOT_FOUND"
    })
    void refusesTheAddressInProblemJson(String method, String path, int status, String code) {
        assertProblem(json().urlEncodingEnabled(false).request(method, path), status, code);
    }

    @Test
    void refusesWhatIsNotJson() {
        assertProblem(asMember().contentType("text/plain").body("{}").post(PUBLISH), 415, "UNSUPPORTED_MEDIA_TYPE");
        assertProblem(json().accept("text/html").body("{\"eventKey\":\"a.b\"}").post(PUBLISH), 406, "NOT_ACCEPTABLE");
    }

    @Test
    void takesBodiesOfExactlyTheLimitAndRefusesOneByteMore() {
        byte[] exact = bodyOf(1 << 20);
        byte[] tooLong = bodyOf((1 << 20) + 1);

        assertThat(json().body(exact).post(PUBLISH).statusCode()).isEqualTo(200);
        assertThat(json().body(new ByteArrayInputStream(exact)).post(PUBLISH).statusCode())
                .isEqualTo(200);
        assertProblem(json().body(tooLong).post(PUBLISH), 413, "PAYLOAD_TOO_LARGE");
        assertProblem(json().body(new ByteArrayInputStream(tooLong)).post(PUBLISH), 413, "PAYLOAD_TOO_LARGE");
    }

    private static byte[] bodyOf(int length) {
        String head = "{\"eventKey\":\"a.b\",\"payload\":{\"a\":\"";
        return (head + "x".repeat(length - head.length() - 3) + "\"}}").getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({"''", "Bearer", "Bearer x", "Bearer a.b.c", "Basic YTpi"})
    void refusesCredentialsThatAreNone(String authorization) {
        Response answer = given().header("Authorization", authorization)
                .contentType("application/json")
                .body("{\"eventKey\":\"a.b\"}")
                .post(PUBLISH);

        assertProblem(answer, 401, "UNAUTHENTICATED");
    }

    @ParameterizedTest
    @CsvSource({"/api/workspaces/demo/events;x=1", "/api//workspaces/demo/events", "/api/workspaces/demo/%65vents"})
    void letsNoSpellingOfAPathPassUnauthenticated(String path) {
        int status = given().urlEncodingEnabled(false).get(path).statusCode();

        assertThat(status).isIn(401, 404);
    }

    private static void assertProblem(Response answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.<String>path("code")).isEqualTo(code);
        assertThat(answer.<Integer>path("status")).isEqualTo(status);
        assertThat(answer.asString()).doesNotContain("Exception", "at dev.eventbus");
    }

    private static io.restassured.specification.RequestSpecification json() {
        return asMember()
                .config(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .contentType("application/json");
    }

    private static io.restassured.specification.RequestSpecification asMember() {
        if (token == null) {
            token = Users.token("member");
        }
        return given().header("Authorization", "Bearer " + token);
    }
}
