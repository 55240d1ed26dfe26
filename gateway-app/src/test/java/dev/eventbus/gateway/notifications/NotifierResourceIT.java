package dev.eventbus.gateway.notifications;

import static dev.eventbus.gateway.Users.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.gateway.GatewayStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class NotifierResourceIT {
    private static final String DEMO = "/api/workspaces/demo";

    @Test
    void passesAReadOnWithItsQueryAndATokenOfItsOwn() {
        Response answer = as("member").urlEncodingEnabled(false).get(DEMO + "/notifications?status=READ&cursor=a%2Bb");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("application/json");
        assertThat(answer.asString())
                .startsWith("GET /api/workspaces/demo/notifications?status=READ&cursor=a%2Bb\nBearer ey");
        assertThat(answer.header("Set-Cookie")).isNull();
    }

    @Test
    void passesTheWayOutOfMailsOnForPeopleWhoAreNotSignedIn() {
        assertThat(given().get("/unsubscribe/a.b-c_d~e").asString()).startsWith("GET /unsubscribe/a.b-c_d~e\nnull");
        assertThat(given().contentType("application/x-www-form-urlencoded")
                        .body("List-Unsubscribe=One-Click")
                        .post("/unsubscribe/a.b")
                        .asString())
                .startsWith("POST /unsubscribe/a.b\nnull");
        assertThat(given().urlEncodingEnabled(false).get("/unsubscribe/a%2Fb").statusCode())
                .isEqualTo(404);
    }

    @Test
    void passesWritesOnWithOrWithoutABody() {
        Response withBody = as("member")
                .contentType("application/json")
                .body("{ \"upTo\": 1.0 }")
                .post(DEMO + "/notifications/read-all");
        Response without = as("member").post(DEMO + "/notifications/n1/read");

        assertThat(withBody.asString()).startsWith("POST ").endsWith("\n{ \"upTo\": 1.0 }");
        assertThat(without.asString()).startsWith("POST /api/workspaces/demo/notifications/n1/read\n");
    }

    @Test
    void passesRefusalsBackAsTheyAre() {
        assertThat(as("member").get(DEMO + "/notification-rules/conflict").statusCode())
                .isEqualTo(409);
    }

    @Test
    void checksTheWorkspaceFirst() {
        assertThat(given().get(DEMO + "/notifications").statusCode()).isEqualTo(401);
        assertThat(as("outsider").get(DEMO + "/notifications").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/notifications/..%2f..%2fadmin", "/notifications/%2e%2e/x", "/notifications/a%00", "/other"})
    void passesNoStrangePathOn(String path) {
        Response answer = as("member").urlEncodingEnabled(false).get(DEMO + path);

        assertThat(answer.statusCode()).isIn(400, 404);
        assertThat(answer.asString()).doesNotContain("Bearer");
    }
}
