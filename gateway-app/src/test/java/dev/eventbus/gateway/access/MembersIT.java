package dev.eventbus.gateway.access;

import static dev.eventbus.gateway.Users.as;
import static dev.eventbus.gateway.Users.login;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.gateway.GatewayStack;
import dev.eventbus.gateway.TestIssuer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class MembersIT {
    @ConfigProperty(name = "gateway.oidc.issuer")
    String issuer;

    @ConfigProperty(name = "test.issuer-key")
    String issuerKey;

    @Test
    void letsANewUserInAsSoonAsTheyHaveAPartAndOutAsSoonAsTheyHaveNone() {
        RequestSpecification user = newUser("joiner");
        assertThat(user.get("/api/workspaces/club/events").statusCode()).isEqualTo(404);

        Response put = put("club", "joiner", "MEMBER");

        assertThat(put.statusCode()).isEqualTo(200);
        assertThat(put.asString())
                .isEqualTo("{\"userId\":\"joiner\",\"email\":\"joiner@example.com\",\"name\":\"joiner@example.com\","
                        + "\"role\":\"MEMBER\"}");
        assertThat(user.get("/api/workspaces/club/events").statusCode()).isEqualTo(200);
        assertThat(user.get("/api/workspaces/club/members").statusCode()).isEqualTo(403);
        assertThat(put("club", "joiner", "OWNER").statusCode()).isEqualTo(200);
        assertThat(user.get("/api/workspaces/club/members").<List<String>>path("items.userId"))
                .containsExactly("joiner");
        assertThat(as("admin").delete("/api/workspaces/club/members/joiner").statusCode())
                .isEqualTo(204);
        assertThat(user.get("/api/workspaces/club/events").statusCode()).isEqualTo(404);
    }

    @Test
    void keepsTheLastOwnerFromLeaving() {
        RequestSpecification owner = newUser("founder");
        put("firm", "founder", "OWNER");
        newUser("partner");

        assertThat(owner.delete("/api/workspaces/firm/members/founder").<String>path("code"))
                .isEqualTo("LAST_OWNER");
        assertThat(putAs(owner, "firm", "founder", "MEMBER").statusCode()).isEqualTo(409);
        assertThat(putAs(owner, "firm", "partner", "OWNER").statusCode()).isEqualTo(200);
        assertThat(putAs(owner, "firm", "founder", "MEMBER").statusCode()).isEqualTo(200);
        assertThat(owner.get("/api/workspaces/firm/members").statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT|/api/workspaces/club/members/nobody|{\"role\":\"MEMBER\"}|404|",
                "PUT|/api/workspaces/club/members/member|{\"role\":\"ADMIN\"}|400|role",
                "PUT|/api/workspaces/club/members/member|{}|400|role",
                "PUT|/api/workspaces/club/members/member|{\"role\":\"MEMBER\",\"id\":1}|400|id",
                "PUT|/api/workspaces/club/members/a%00b|{\"role\":\"MEMBER\"}|404|",
                "DELETE|/api/workspaces/club/members/nobody|{}|404|",
                "GET|/api/workspaces/club/members?limit=0|{}|400|limit",
                "GET|/api/workspaces/club/members?cursor=%27|{}|400|cursor",
                "GET|/api/users?limit=201|{}|400|limit",
                "GET|/api/users?sort=id|{}|400|sort",
                "POST|/api/users|{\"email\":\"x\",\"password\":\"long enough it is\"}|400|email",
                "POST|/api/users|{\"email\":\"x@y\",\"password\":\"short\"}|400|password",
                "POST|/api/users|{\"email\":\"x@y\",\"password\":\"long enough it is\",\"role\":\"OWNER\"}|400|role",
                "POST|/api/users|{\"email\":\"x@y\",\"password\":\"long enough it is\",\"id\":\"a b\"}|400|id",
                "POST|/api/users|{\"email\":\"MEMBER@example.com\",\"password\":\"long enough it is\"}|409|"
            })
    void refusesWhatMakesNoSense(String method, String path, String body, int status, String field) {
        RequestSpecification admin = as("admin").urlEncodingEnabled(false);
        Response answer = method.equals("PUT") || method.equals("POST")
                ? admin.contentType("application/json").body(body).request(method, path)
                : admin.request(method, path);

        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        if (field != null) {
            assertThat(answer.<String>path("errors[0].field")).isEqualTo(field);
        }
    }

    @Test
    void listsUsersInPages() {
        as("member");

        Response first = as("admin").get("/api/users?limit=1");
        Response second = as("admin").get("/api/users?limit=200&cursor=" + first.path("nextCursor"));

        List<String> firstIds = first.path("items.id");
        List<String> ids = new ArrayList<>(firstIds);
        ids.addAll(second.path("items.id"));
        assertThat(firstIds).hasSize(1);
        assertThat(ids).contains("admin", "member").isSorted().doesNotHaveDuplicates();
        assertThat(first.asString()).doesNotContain("password", "$2a$");
        assertThat(as("member").get("/api/users").statusCode()).isEqualTo(403);
    }

    @Test
    void knowsUsersByTokensOfTheIssuer() {
        as("member");
        TestIssuer other = TestIssuer.of(issuer, issuerKey);
        JwtClaims byAddress = other.claims("somebody-at-the-issuer");
        byAddress.setClaim("email", "Member@example.com");
        byAddress.setClaim("email_verified", true);
        JwtClaims unverified = other.claims("somebody-else-at-the-issuer");
        unverified.setClaim("email", "admin@example.com");
        unverified.setClaim("email_verified", false);

        Response known = withToken(other.token(other.claims("member")));

        assertThat(known.<String>path("email")).isEqualTo("member@example.com");
        assertThat(withToken(other.token(byAddress)).<String>path("id")).isEqualTo("member");
        assertThat(withToken(other.token(unverified)).statusCode()).isEqualTo(401);
        assertThat(withToken(other.token(other.claims("nobody-here"))).statusCode())
                .isEqualTo(401);
        assertThat(given().cookie("eventbus_session", other.token(other.claims("member")))
                        .get("/api/auth/me")
                        .statusCode())
                .isEqualTo(401);
    }

    private static Response withToken(String token) {
        return given().header("Authorization", "Bearer " + token).get("/api/auth/me");
    }

    private static RequestSpecification newUser(String id) {
        String email = id + "@example.com";
        Response made = as("admin")
                .contentType("application/json")
                .body("{\"id\":\"" + id + "\",\"email\":\"" + email + "\",\"password\":\"" + id + " has a password\"}")
                .post("/api/users");
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        assertThat(made.asString()).doesNotContain("password");
        return given().header(
                        "Authorization",
                        "Bearer " + login(email, id + " has a password").path("token"));
    }

    private static Response put(String workspace, String userId, String role) {
        return putAs(as("admin"), workspace, userId, role);
    }

    private static Response putAs(RequestSpecification caller, String workspace, String userId, String role) {
        return given().spec(caller)
                .contentType("application/json")
                .body("{\"role\":\"" + role + "\"}")
                .put("/api/workspaces/" + workspace + "/members/" + userId);
    }
}
