package dev.eventbus.gateway.security;

import static dev.eventbus.gateway.Users.login;
import static dev.eventbus.gateway.Users.token;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.gateway.GatewayStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class SignInIT {
    private static final String PUBLISH = "/api/workspaces/demo/events/publish";

    @Test
    void givesACookieAndATokenThatBothWork() {
        token("member");
        Response answer = login("Member@Example.com", "member-password");

        assertThat(answer.header("Set-Cookie"))
                .startsWith("eventbus_session=")
                .containsIgnoringCase("HttpOnly")
                .containsIgnoringCase("SameSite=Lax")
                .containsIgnoringCase("Path=/")
                .doesNotContain("Secure");
        assertThat(answer.<String>path("user.id")).isEqualTo("member");
        Response me = given().cookie("eventbus_session", answer.path("token")).get("/api/auth/me");
        assertThat(me.asString())
                .isEqualTo("{\"id\":\"member\",\"email\":\"member@example.com\",\"name\":\"Mel\","
                        + "\"memberships\":[{\"workspaceId\":\"demo\",\"role\":\"MEMBER\"}]}");
        assertThat(given().header("Authorization", "bearer " + answer.path("token"))
                        .get("/api/auth/me")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void answersAnUnknownUserLikeAWrongPassword() {
        token("member");

        Response unknown = login("nobody@example.com", "x");
        Response wrong = login("member@example.com", "x");

        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(unknown.asString()).isEqualTo(wrong.asString());
    }

    @Test
    void makesWhoeverGuessesWait() {
        token("member");
        for (int i = 0; i < 5; i++) {
            assertThat(login("guessed@example.com", "guess" + i).statusCode()).isEqualTo(401);
        }

        Response answer = login("guessed@example.com", "guess");

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 61);
        assertThat(login("member@example.com", "member-password").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesMostOfManyGuessesSentAtOnce() {
        token("member");
        List<CompletableFuture<Integer>> guesses = IntStream.range(0, 30)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> login("hurried@example.com", "guess" + i).statusCode(),
                        command -> Thread.ofVirtual().start(command)))
                .toList();

        List<Integer> statuses = guesses.stream().map(CompletableFuture::join).toList();

        assertThat(statuses).containsOnly(401, 429);
        assertThat(statuses.stream().filter(status -> status == 401)).hasSizeBetween(5, 7);
    }

    @Test
    void refusesAnAddressLongerThanAnyIs() {
        Response answer = login("x".repeat(250) + "@example.com", "x");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.<String>path("errors[0].field")).isEqualTo("email");
    }

    @Test
    void endsASessionForGood() {
        String token = token("leaver");
        RequestSpecification leaver = given().header("Authorization", "Bearer " + token);
        assertThat(leaver.get("/api/auth/me").statusCode()).isEqualTo(200);

        assertThat(leaver.post("/api/auth/logout").statusCode()).isEqualTo(204);

        assertThat(leaver.get("/api/auth/me").statusCode()).isEqualTo(401);
    }

    @Test
    void letsAnAdministratorIntoEveryWorkspaceAndAnOutsiderIntoNone() {
        assertThat(publishAs("admin", "anywhere").statusCode()).isEqualTo(200);
        assertThat(publishAs("outsider", "demo").statusCode()).isEqualTo(404);
        assertThat(publishAs("member", "other").statusCode()).isEqualTo(404);
    }

    @Test
    void refusesCookieWritesFromForeignPages() {
        assertThat(byCookie()
                        .header("Sec-Fetch-Site", "cross-site")
                        .post(PUBLISH)
                        .statusCode())
                .isEqualTo(403);
        assertThat(byCookie()
                        .header("Sec-Fetch-Site", "same-site")
                        .post(PUBLISH)
                        .statusCode())
                .isEqualTo(403);
        assertThat(byCookie()
                        .header("Origin", "https://evil.example.com")
                        .post(PUBLISH)
                        .statusCode())
                .isEqualTo(403);
        assertThat(byCookie().header("Origin", "null").post(PUBLISH).statusCode())
                .isEqualTo(403);
    }

    @Test
    void takesCookieWritesFromOwnPagesAndFromNoPageAtAll() {
        assertThat(byCookie().post(PUBLISH).statusCode()).isEqualTo(200);
        assertThat(byCookie()
                        .header("Sec-Fetch-Site", "same-origin")
                        .post(PUBLISH)
                        .statusCode())
                .isEqualTo(200);
        assertThat(byCookie()
                        .header("Sec-Fetch-Site", "cross-site")
                        .header("Origin", "https://app.example.com")
                        .post(PUBLISH)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void takesBearerWritesFromAnyPage() {
        assertThat(given().header("Authorization", "Bearer " + token("member"))
                        .header("Sec-Fetch-Site", "cross-site")
                        .contentType("application/json")
                        .body("{\"eventKey\":\"a.b\"}")
                        .post(PUBLISH)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void signsInWithAnExpiredCookieAtHand() {
        token("member");

        int status = given().cookie("eventbus_session", "stale")
                .contentType("application/json")
                .body("{\"email\":\"member@example.com\",\"password\":\"member-password\"}")
                .post("/api/auth/login")
                .statusCode();

        assertThat(status).isEqualTo(200);
    }

    private static RequestSpecification byCookie() {
        return given().cookie("eventbus_session", token("member"))
                .contentType("application/json")
                .body("{\"eventKey\":\"a.b\"}");
    }

    private static Response publishAs(String name, String workspace) {
        return given().header("Authorization", "Bearer " + token(name))
                .contentType("application/json")
                .body("{\"eventKey\":\"a.b\"}")
                .post("/api/workspaces/" + workspace + "/events/publish");
    }
}
