package dev.eventbus.notifications;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.notifications.event.EventData;
import dev.eventbus.notifications.recipient.RecipientResolver;
import dev.eventbus.notifications.recipient.RecipientSpec;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Singleton;
import java.util.List;
import org.junit.jupiter.api.Test;

/** People and administrators say how people want to be notified. */
@QuarkusTest
@QuarkusTestResource(NotifierResources.class)
class RecipientsIT extends NotifierProcess {
    private static final String RECIPIENTS = "/api/workspaces/demo/recipients";
    private static final String SETTINGS = """
            {"email":"ann@example.com","locale":"de","timeZone":"Europe/Berlin",
             "quietHours":{"from":"22:00","to":"07:00"},
             "preferences":{"channels":{"PUSH":false},"rules":{"new-message":{"EMAIL":false,"muted":true}}}}""";

    private static RequestSpecification asOwner(String userId) {
        return given().contentType("application/json")
                .header(
                        "Authorization",
                        "Bearer "
                                + GatewayToken.of(userId, "demo")
                                        .with("role", "OWNER")
                                        .signedWith(NotifierResources.SECRET));
    }

    @Test
    void keepsWhatAPersonSays() {
        Response before = as(user).get(RECIPIENTS + "/me");
        Response put = as(user).contentType("application/json").body(SETTINGS).put(RECIPIENTS + "/me");
        Response after = as(user).get(RECIPIENTS + "/me");

        assertThat(before.<String>path("timeZone")).isEqualTo("UTC");
        assertThat(before.<Object>path("email")).isNull();
        assertThat(put.statusCode()).isEqualTo(200);
        assertThat(after.asString()).isEqualTo(put.asString());
        assertThat(after.<String>path("userId")).isEqualTo(user);
        assertThat(after.<List<String>>path("quietHours.days")).hasSize(7);
        assertThat(after.<Boolean>path("preferences.rules.new-message.muted")).isTrue();
        assertThat(after.<Boolean>path("preferences.channels.PUSH")).isFalse();
    }

    @Test
    void letsOwnersAdministerAndPageThroughEverybody() {
        asOwner(sender).body(SETTINGS).put(RECIPIENTS + "/" + user).then().statusCode(200);
        asOwner(sender).body("{}").put(RECIPIENTS + "/" + sender).then().statusCode(200);

        Response first = asOwner(sender).get(RECIPIENTS + "?limit=1");
        Response second = asOwner(sender).get(RECIPIENTS + "?limit=1&cursor=" + first.path("nextCursor"));

        assertThat(first.<List<?>>path("items")).hasSize(1);
        assertThat(second.<List<?>>path("items")).hasSize(1);
        assertThat(second.<String>path("items[0].userId")).isGreaterThan(first.path("items[0].userId"));
        assertThat(asOwner(sender).get(RECIPIENTS + "/" + user).<String>path("email"))
                .isEqualTo("ann@example.com");
        as(user).get(RECIPIENTS).then().statusCode(403);
        as(user).get(RECIPIENTS + "/" + sender).then().statusCode(403);
        as(user).contentType("application/json")
                .body("{}")
                .put(RECIPIENTS + "/" + sender)
                .then()
                .statusCode(403);
        asOwner(sender).get("/api/workspaces/other/recipients").then().statusCode(404);
        asOwner(sender).get(RECIPIENTS + "/a.b").then().statusCode(400);
        asOwner(sender).get(RECIPIENTS + "?cursor=a.b").then().statusCode(400);
        asOwner(sender).get(RECIPIENTS + "?limit=201").then().statusCode(400);
    }

    /** As a deployment may add one. */
    @Singleton
    static final class WhoResolver implements RecipientResolver {
        @Override
        public String name() {
            return "who";
        }

        @Override
        public List<String> resolve(RecipientSpec spec, EventData data) {
            return List.of(data.payload("who").asText());
        }
    }

    @Test
    void findsRecipientsByResolversThatWereAdded() throws Exception {
        asOwner(sender)
                .body("""
                        {"key":"%s","eventPattern":"deal.%s","template":{"title":"t"},
                         "recipients":{"resolver":"who"}}""".formatted(user, user))
                .post("/api/workspaces/demo/notification-rules")
                .then()
                .statusCode(201);

        store(event("deal", user, "{\"who\":\"" + user + "\"}"));

        awaitOne("CREATED");
    }

    @Test
    void storesNothingOfWhatItRefuses() {
        Response refused = as(user).contentType("application/json")
                .body("{\"email\":\"a@b.de\\r\\nBcc: x@y.de\",\"timeZone\":\"Mars\"}")
                .put(RECIPIENTS + "/me");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.<List<String>>path("errors.field")).containsExactly("email", "timeZone");
        assertThat(as(user).get(RECIPIENTS + "/me").<Object>path("email")).isNull();
    }
}
