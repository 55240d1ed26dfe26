package dev.eventbus.gateway.events;

import static dev.eventbus.gateway.Users.as;
import static dev.eventbus.gateway.Users.sharedToken;
import static dev.eventbus.gateway.Users.token;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.eventbus.gateway.GatewayStack;
import dev.eventbus.gateway.security.Callers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that has the short way only: what it does not take is not found there. */
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class PlainPublishIT {
    private static final String PUBLISH = "/api/workspaces/demo/events/publish";
    private static final String GOOD = "{\"eventKey\":\"plain.a.b\"}";

    @Inject
    Callers callers;

    @Inject
    Publisher publisher;

    @Inject
    Vertx vertx;

    private HttpServer server;

    @BeforeEach
    void start() {
        Router router = Router.router(vertx);
        new PlainPublish(callers, publisher).install(router);
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        as("outsider").get("/api/auth/me");
        as("admin").get("/api/auth/me");
    }

    @AfterEach
    void stop() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }

    static Stream<Arguments> requests() {
        String trace = "00-" + "a".repeat(32) + "-" + "b".repeat(16) + "-01";
        String large = "{\"eventKey\":\"plain.a.b\",\"payload\":{\"a\":\"" + "x".repeat(10_240) + "\"}}";
        return Stream.of(
                taken("plain", PlainPublishIT::plain),
                taken("a type of what is wanted", () -> plain().header("Accept", "application/json")),
                taken("a trace", () -> plain().header("traceparent", trace)),
                left("no credential", () -> json(given())),
                left("a credential nobody knows", () -> json(given().header("Authorization", "Bearer nobody"))),
                left("a cookie", () -> json(given().cookie("eventbus_session", sharedToken("member")))),
                left("a member of another workspace", () -> json(as("outsider"))),
                left("an administrator", () -> json(as("admin"))),
                left("a key for once", () -> plain().header("Idempotency-Key", "k")),
                left("another type", () -> plain().contentType("text/plain")),
                left("another answer", () -> plain().header("Accept", "text/html")),
                left("a long body", () -> plain().body(large)));
    }

    private static Arguments taken(String what, Supplier<RequestSpecification> request) {
        return arguments(what, request, 200);
    }

    private static Arguments left(String what, Supplier<RequestSpecification> request) {
        return arguments(what, request, 404);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void takesThePlainRequestAndNoOther(String what, Supplier<RequestSpecification> request, int status) {
        assertThat(request.get().port(server.actualPort()).post(PUBLISH).statusCode())
                .as(what)
                .isEqualTo(status);
    }

    /** The long way is the one for who asks for JSON a little less plainly. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                GOOD,
                "",
                "{",
                "[]",
                "{}",
                "{\"eventKey\":\"a\"}",
                "{\"eventKey\":\"a.b\",\"eventKey\":\"a.b\"}",
                "{\"eventKey\":\"plain.a.b\",\"id\":\"x\"}",
                "{\"eventKey\":\"plain.a.b\",\"tags\":[1],\"resourceId\":\"a b\"}",
                "{\"eventKey\":\"plain.a.b\",\"payload\":{\"a\":\"\\ud800\"}}"
            })
    void answersAsTheLongWayDoes(String body) {
        Response plain = plain().port(server.actualPort()).body(body).post(PUBLISH);
        Response other =
                plain().header("Accept", "application/json;q=0.9").body(body).post(PUBLISH);

        assertThat(plain.statusCode()).isEqualTo(other.statusCode());
        assertThat(plain.contentType()).isEqualTo(other.contentType());
        assertThat(withoutId(plain)).isEqualTo(withoutId(other));
    }

    private static Map<String, Object> withoutId(Response answer) {
        Map<String, Object> members = answer.jsonPath().getMap("");
        members.replace("eventId", "an id");
        return members;
    }

    /** Signed in a moment ago: who has not been seen for five seconds is asked for, and takes the long way. */
    private static RequestSpecification plain() {
        String bearer = "Bearer " + token("member");
        given().header("Authorization", bearer).get("/api/auth/me");
        return json(given().header("Authorization", bearer));
    }

    private static RequestSpecification json(RequestSpecification request) {
        return request.contentType("application/json").body(GOOD);
    }
}
