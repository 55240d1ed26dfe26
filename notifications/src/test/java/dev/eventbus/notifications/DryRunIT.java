package dev.eventbus.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an owner is told that a rule would do. */
@QuarkusTest
@QuarkusTestResource(NotifierResources.class)
class DryRunIT extends NotifierProcess {
    private static final String RULES = "/api/workspaces/demo/notification-rules";
    private static final String RULE = """
            {"key":"try","eventPattern":"crm.deal.*","condition":"payload.n > 1","channels":["WEBSOCKET","EMAIL"],
             "template":{"title":"Deal {payload.n}","body":"{payload.nmae}","locales":{"de":{"title":"Geschäft {payload.n}"}}},
             "recipients":{"resolver":"payload","pointers":["/team"],"exclude":["actor"]},"collapseKey":"c{payload.n}"%s}""";
    private static final String EVENT = "{\"eventKey\":\"crm.deal.closed\",\"actor\":\"u1\",\"payload\":{\"n\":%s,"
            + "\"team\":[\"u1\",\"u2\",\"a b\"]}}";

    private static Response post(String path, String body) {
        String token = GatewayToken.of("boss", "demo").with("role", "OWNER").signedWith(NotifierResources.SECRET);
        return RestAssured.given()
                .header("Authorization", "Bearer " + token)
                .contentType("application/json")
                .body(body)
                .post(RULES + path);
    }

    private static Response dryRun(String rule, String event) {
        return post("/dry-run", "{\"rule\":" + rule + ",\"event\":" + event + "}");
    }

    private long everything() throws Exception {
        return rows("select (select count(*) from notification) + (select count(*) from notification_rule)"
                + " + (select count(*) from notification_settled) + (select count(*) from notification_throttle)"
                + " + (select count(*) from user_inbox) + (select count(*) from notification_digest)");
    }

    @Test
    void tellsWhoWouldReadWhatAndWhoNotAndWhatIsUnknownAndDoesNothing() throws Exception {
        as("u2").contentType("application/json")
                .body("{\"locale\":\"de\",\"preferences\":{\"channels\":{\"EMAIL\":false}}}")
                .put("/api/workspaces/demo/recipients/me")
                .then()
                .statusCode(200);
        long before = everything();

        Response run = dryRun(RULE.formatted(""), EVENT.formatted("5"));

        assertThat(run.statusCode()).isEqualTo(200);
        assertThat(run.<Boolean>path("matches")).isTrue();
        assertThat(run.<Integer>path("recipientCount")).isEqualTo(1);
        assertThat(run.<List<String>>path("recipients.userId")).containsExactly("u2");
        assertThat(run.<String>path("recipients[0].locale")).isEqualTo("de");
        assertThat(run.<List<String>>path("recipients[0].channels")).containsExactly("WEBSOCKET");
        assertThat(run.<List<String>>path("recipients[0].switchedOff")).containsExactly("EMAIL");
        assertThat(run.<List<String>>path("leftOut.reason")).containsExactly("SENDER", "NO_USER_ID");
        assertThat(run.<List<String>>path("contents.locale")).containsExactly("default", "de");
        assertThat(run.<List<String>>path("contents.title")).containsExactly("Deal 5", "Geschäft 5");
        assertThat(run.<String>path("contents[0].collapseKey")).isEqualTo("c5");
        assertThat(run.<String>path("contents[1].channels.EMAIL.subject")).isEqualTo("Geschäft 5");
        assertThat(run.<List<String>>path("errors.field")).containsExactly("template", "template.locales.de");
        assertThat(run.<String>path("errors[0].message")).contains("payload.nmae");
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void tellsWhyARuleDoesNotMatch() {
        Response run = dryRun(
                RULE.formatted(",\"enabled\":false,\"ttl\":\"PT1H\"").replace("crm.deal.*", "crm.lead.*"),
                EVENT.formatted("1").replace("\"actor\"", "\"timestamp\":\"2020-01-01T00:00:00Z\",\"actor\""));

        assertThat(run.<Boolean>path("matches")).isFalse();
        assertThat(run.<List<String>>path("reasons.check")).containsExactly("enabled", "pattern", "condition", "ttl");
        assertThat(run.<List<?>>path("recipients")).isEmpty();
    }

    @Test
    void saysThatAnEventDoesNotSuitTheResolverOrTheCondition() {
        Response noTeam = dryRun(RULE.formatted(""), "{\"eventKey\":\"crm.deal.closed\",\"payload\":{\"n\":2}}");
        Response text = dryRun(RULE.formatted(""), EVENT.formatted("\"many\""));

        assertThat(noTeam.<List<String>>path("errors.field")).contains("recipients");
        assertThat(text.<Boolean>path("matches")).isFalse();
        assertThat(text.<List<String>>path("errors.field")).containsExactly("condition");
    }

    @Test
    void previewsABuiltInRuleOnAnEventAsTheLogShowsIt() {
        String event = """
                {"id":"e1","organizationId":"demo","source":"chat","resource":"conversation","resourceId":"c",
                 "eventName":"message_posted","timestamp":"2026-11-21T08:09:50.123Z",
                 "payload":{"senderId":"a","participants":["a","b"],"text":"hi"},"metadata":{"actor":"a","tags":[]}}""";

        Response run = post("/new-message/preview", "{\"event\":" + event + "}");

        assertThat(run.<List<String>>path("recipients.userId")).containsExactly("b");
        assertThat(run.<List<String>>path("leftOut.userId")).containsExactly("a");
        assertThat(run.<String>path("contents[0].body")).isEqualTo("hi");
        assertThat(dryRun("{\"key\":\"new-message\"}", event).<Boolean>path("matches"))
                .isTrue();
        assertThat(post("/no-such-rule/preview", "{\"event\":" + event + "}").statusCode())
                .isEqualTo(404);
    }

    @Test
    void refusesWhatCannotBeTried() {
        String rule = RULE.formatted("");
        assertRefused(post("/dry-run", "{}"), "rule");
        assertRefused(post("/dry-run", "{\"rule\":" + rule + "}"), "event");
        assertRefused(post("/dry-run", "[]"), "body");
        assertRefused(dryRun("5", EVENT.formatted("1")), "rule");
        assertRefused(dryRun("{}", EVENT.formatted("1")), "rule.eventPattern");
        assertRefused(
                dryRun(rule.replace("Deal {payload.n}", "{#eval payload.n /}"), EVENT.formatted("1")),
                "rule.template.title");
        assertRefused(dryRun(rule, "{}"), "event.eventKey");
        assertRefused(dryRun(rule, "{\"eventKey\":\"a\"}"), "event.eventKey");
        assertRefused(dryRun(rule, "{\"eventKey\":\"a.b\",\"organizationId\":\"other\"}"), "event.organizationId");
        assertRefused(dryRun(rule, "{\"eventKey\":\"a.b\",\"timestamp\":\"now\"}"), "event.timestamp");
        assertRefused(
                dryRun(rule, "{\"eventKey\":\"a.b\",\"timestamp\":\"+999999999-12-31T23:59:59Z\"}"), "event.timestamp");
        assertRefused(dryRun(rule, "{\"eventKey\":\"a.b\",\"resourceId\":\"a b\"}"), "event.eventKey");
        assertRefused(dryRun(rule, "{\"eventKey\":\"a.b\",\"what\":1}"), "event.what");
        assertThat(as(user).contentType("application/json")
                        .body("{}")
                        .post(RULES + "/dry-run")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void isDescribed() throws Exception {
        String description = RestAssured.given().get("/openapi").asString();
        java.nio.file.Files.writeString(java.nio.file.Path.of("target/openapi.yaml"), description);

        assertThat(description)
                .contains("/notification-rules/dry-run", "/notification-rules/{key}/preview", "RuleThrottle", "PT24H");
    }

    private static void assertRefused(Response answer, String field) {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.<List<String>>path("errors.field")).contains(field);
    }
}
