package dev.eventbus.gateway.extensions;

import static dev.eventbus.gateway.Users.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.gateway.GatewayStack;
import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.gateway.dispatch.Subscriber;
import dev.eventbus.gateway.dispatch.SubscriberId;
import dev.eventbus.gateway.dispatch.Subscribers;
import dev.eventbus.gateway.dispatch.Target;
import dev.eventbus.webhook.Signer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class ExtensionsIT {
    private static final String REGISTRY = "/api/extensions";
    private static final String INSTALLED = "/api/workspaces/demo/extensions";
    private static final String SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz";
    private static final String CRM = "{\"key\":\"t-crm\",\"name\":\"CRM\",\"type\":\"EXTERNAL_SERVICE\","
            + "\"serviceBaseUrl\":\"https://8.8.8.8/crm/\",\"secret\":\"" + SECRET + "\"}";
    private static final String PLUGIN = "{\"key\":\"t-plugin\",\"name\":\"Plug-in\",\"type\":\"IN_PROCESS\"}";

    @Inject
    Jdbc jdbc;

    @Inject
    Subscribers subscribers;

    @BeforeEach
    @AfterEach
    void removeAll() {
        as("admin");
        jdbc.update("delete from gateway.extension where key like 't-%'");
        jdbc.update("delete from gateway.delivery");
        subscribers.changed();
    }

    @Test
    void registersAnExternalServiceAndHidesItsSecret() {
        Response registered = json("admin").body(CRM).post(REGISTRY);

        assertThat(registered.statusCode()).as(registered.asString()).isEqualTo(201);
        assertThat(registered.header("Location")).endsWith(REGISTRY + "/t-crm");
        assertThat(registered.<String>path("secret")).isEqualTo("***MTIz");
        assertThat(registered.<String>path("createdAt")).isNotNull();
        assertThat(as("admin").get(REGISTRY + "/t-crm").asString()).doesNotContain(SECRET.substring(0, 20));
        assertThat(as("admin").get(REGISTRY).<List<String>>path("items.key")).contains("t-crm");
        assertProblem(json("admin").body(CRM).post(REGISTRY), 409, "KEY_TAKEN");
    }

    @Test
    void makesASecretIfNoneIsGivenAndShowsItOnce() {
        String body = CRM.replace(",\"secret\":\"" + SECRET + "\"", "");

        String secret = json("admin").body(body).post(REGISTRY).path("secret");

        assertThat(secret).startsWith("whsec_");
        assertThat(as("admin").get(REGISTRY + "/t-crm").<String>path("secret"))
                .isEqualTo("***" + secret.substring(secret.length() - 4));
    }

    @Test
    void changesAnExtensionButNotItsType() {
        json("admin").body(CRM).post(REGISTRY);
        install("t-crm", "crm.deal.closed");
        String moved = "{\"name\":\"CRM 2\",\"type\":\"EXTERNAL_SERVICE\",\"serviceBaseUrl\":\"https://8.8.4.4\"}";

        Response changed = json("admin").body(moved).put(REGISTRY + "/t-crm");

        assertThat(changed.<String>path("name")).as(changed.asString()).isEqualTo("CRM 2");
        Target.Http target = (Target.Http) live("t-crm", "demo").orElseThrow().target();
        assertThat(target.endpoint().url().host()).isEqualTo("8.8.4.4");
        assertThat(target.endpoint().url().path()).isEqualTo("/events");
        assertThat(target.signer()).isEqualTo(Signer.of(List.of(SECRET)));
        assertProblem(
                json("admin").body("{\"name\":\"n\",\"type\":\"IN_PROCESS\"}").put(REGISTRY + "/t-crm"),
                409,
                "TYPE_FIXED");
        assertProblem(json("admin").body(moved).put(REGISTRY + "/t-none"), 404, "NOT_FOUND");
    }

    @Test
    void isForAdministratorsOnly() {
        for (Response refused : List.of(
                as("member").get(REGISTRY),
                as("member").get(REGISTRY + "/t-crm"),
                json("leaver").body(CRM).post(REGISTRY),
                json("member").body(CRM).put(REGISTRY + "/t-crm"),
                as("member").delete(REGISTRY + "/t-crm"))) {
            assertProblem(refused, 403, "FORBIDDEN");
        }
    }

    @Test
    void getsItsEventsWhereItIsInstalledAndEnabledOnly() {
        json("admin").body(CRM).post(REGISTRY);
        assertThat(as("member").get(INSTALLED + "/t-crm").<Boolean>path("installed"))
                .isFalse();
        assertProblem(as("member").get(INSTALLED + "/t-crm/subscriptions"), 404, "NOT_INSTALLED");
        assertProblem(as("member").post(INSTALLED + "/t-crm/enable"), 404, "NOT_INSTALLED");

        install("t-crm", "crm.deal.*", "deal.closed");

        Subscriber here = live("t-crm", "demo").orElseThrow();
        assertThat(here.patterns()).hasToString("[events.demo.crm.deal.*.*, events.demo.*.deal.closed.*]");
        assertThat(((Target.Http) here.target()).endpoint().url().path()).isEqualTo("/crm/events");
        assertThat(here.retry().maxAttempts()).isEqualTo(4);
        assertThat(live("t-crm", "other")).isEmpty();
        assertThat(as("member").post(INSTALLED + "/t-crm/disable").<Boolean>path("enabled"))
                .isFalse();
        assertThat(live("t-crm", "demo")).isEmpty();
        assertThat(as("member").put(INSTALLED + "/t-crm").<Boolean>path("enabled"))
                .isFalse();
        assertThat(as("member").post(INSTALLED + "/t-crm/enable").<Boolean>path("enabled"))
                .isTrue();
        assertThat(live("t-crm", "demo")).isPresent();
        assertThat(as("member").get(INSTALLED + "/t-crm/subscriptions").<List<String>>path("eventKeys"))
                .containsExactly("crm.deal.*", "deal.closed");
    }

    @Test
    void losesItsEventsAndWhatWasToBeDeliveredWhenUninstalled() {
        json("admin").body(CRM).post(REGISTRY);
        install("t-crm", "crm.deal.closed");
        deliver("e1", "demo");
        deliver("e2", "other");

        assertThat(as("member").delete(INSTALLED + "/t-crm").statusCode()).isEqualTo(204);

        assertThat(live("t-crm", "demo")).isEmpty();
        assertThat(pending()).containsExactly("e2");
        assertThat(as("member").delete(INSTALLED + "/t-crm").statusCode()).isEqualTo(204);
        as("member").put(INSTALLED + "/t-crm");
        assertThat(as("member").get(INSTALLED + "/t-crm/subscriptions").<List<String>>path("eventKeys"))
                .isEmpty();
    }

    @Test
    void isGoneEverywhereWhenDeleted() {
        json("admin").body(CRM).post(REGISTRY);
        install("t-crm", "crm.deal.closed");
        deliver("e1", "demo");
        deliver("e2", "other");

        assertThat(as("admin").delete(REGISTRY + "/t-crm").statusCode()).isEqualTo(204);

        assertThat(live("t-crm", "demo")).isEmpty();
        assertThat(pending()).isEmpty();
        assertProblem(as("member").get(INSTALLED + "/t-crm"), 404, "NOT_FOUND");
        assertProblem(as("admin").delete(REGISTRY + "/t-crm"), 404, "NOT_FOUND");
    }

    @Test
    void isInEveryWorkspaceThatDidNotTurnItOffIfBuiltIn() {
        jdbc.update("insert into gateway.extension (key, name, type, built_in)"
                + " values ('t-built', 'B', 'IN_PROCESS', true)");
        assertThat(as("member").get(INSTALLED + "/t-built").<Boolean>path("installed"))
                .isTrue();

        Response chosen = json("member").body("{\"eventKeys\":[\"a.b\"]}").put(INSTALLED + "/t-built/subscriptions");

        assertThat(chosen.statusCode()).as(chosen.asString()).isEqualTo(200);
        assertThat(live("t-built", "demo").orElseThrow().target()).isEqualTo(new Target.InProcess());
        assertThat(as("member").delete(INSTALLED + "/t-built").statusCode()).isEqualTo(204);
        assertThat(live("t-built", "demo")).isEmpty();
        assertThat(as("member").get(INSTALLED + "/t-built").<Boolean>path("installed"))
                .isFalse();
        assertThat(as("admin").get("/api/workspaces/other/extensions/t-built").<Boolean>path("installed"))
                .isTrue();
        assertProblem(as("admin").delete(REGISTRY + "/t-built"), 409, "BUILT_IN");
        assertThat(as("member").put(INSTALLED + "/t-built").<Boolean>path("enabled"))
                .isTrue();
    }

    @Test
    void listsWhatCanBeInstalledInPages() {
        json("admin").body(CRM).post(REGISTRY);
        json("admin").body(PLUGIN).post(REGISTRY);
        json("member").body("{\"enabled\":false}").put(INSTALLED + "/t-plugin");

        Response page = as("member").get(INSTALLED + "?limit=1&cursor=t-crm");

        assertThat(page.<List<String>>path("items.key")).containsExactly("t-plugin");
        assertThat(page.<List<Boolean>>path("items.installed")).containsExactly(true);
        assertThat(page.<List<Boolean>>path("items.enabled")).containsExactly(false);
        assertThat(page.asString()).doesNotContain("serviceBaseUrl", "secret");
    }

    @Test
    void isSeenAndChangedByItsWorkspaceOnly() {
        json("admin").body(CRM).post(REGISTRY);
        install("t-crm", "crm.deal.closed");

        for (Response refused : List.of(
                as("outsider").get(INSTALLED),
                as("outsider").put(INSTALLED + "/t-crm"),
                as("outsider").delete(INSTALLED + "/t-crm"),
                as("outsider").post(INSTALLED + "/t-crm/disable"),
                as("member").put("/api/workspaces/other/extensions/t-crm"))) {
            assertProblem(refused, 404, "NOT_FOUND");
        }
        assertThat(as("admin").delete("/api/workspaces/other/extensions/t-crm").statusCode())
                .isEqualTo(204);
        assertThat(live("t-crm", "demo")).isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                                           | key
            []                                                                           | ``
            {"key":"a b","name":"n","type":"IN_PROCESS"}                                 | key
            {"key":"a.b","name":"n","type":"IN_PROCESS"}                                 | key
            {"key":"*","name":"n","type":"IN_PROCESS"}                                   | key
            {"key":7,"name":"n","type":"IN_PROCESS"}                                     | key
            {"key":"t-a","type":"IN_PROCESS"}                                            | name
            {"key":"t-a","name":"a\\u0007","type":"IN_PROCESS"}                          | name
            {"key":"t-a","name":"a\\u0000","type":"IN_PROCESS"}                          | name
            {"key":"t-a","name":"n"}                                                     | type
            {"key":"t-a","name":"n","type":"in_process"}                                 | type
            {"key":"t-a","name":"n","type":["IN_PROCESS"]}                               | type
            {"key":"t-a","name":"n","type":"EXTERNAL_SERVICE"}                           | serviceBaseUrl
            {"key":"t-a","name":"n","type":"IN_PROCESS","serviceBaseUrl":"https://8.8.8.8"} | serviceBaseUrl
            {"key":"t-a","name":"n","type":"IN_PROCESS","secret":"whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"} | secret
            {"key":"t-a","name":"n","type":"EXTERNAL_SERVICE","serviceBaseUrl":"8.8.8.8"} | serviceBaseUrl
            {"key":"t-a","name":"n","type":"EXTERNAL_SERVICE","serviceBaseUrl":"https://8.8.8.8/?a=b"} | serviceBaseUrl
            {"key":"t-a","name":"n","type":"EXTERNAL_SERVICE","serviceBaseUrl":"https://u:p@8.8.8.8/"} | serviceBaseUrl
            {"key":"t-a","name":"n","type":"EXTERNAL_SERVICE","serviceBaseUrl":"http://127.0.0.2"} | serviceBaseUrl
            {"key":"t-a","name":"n","type":"EXTERNAL_SERVICE","serviceBaseUrl":"http://[fd00::1]"} | serviceBaseUrl
            {"key":"t-a","name":"n","type":"EXTERNAL_SERVICE","serviceBaseUrl":"https://8.8.8.8","secret":"x"} | secret
            {"key":"t-a","name":"n","type":"IN_PROCESS","builtIn":true}                  | builtIn
            {"key":"t-a","name":"n","type":"IN_PROCESS","key":"t-b"}                     | key
            """)
    void refusesWhatIsNoExtensionAndNamesTheField(String body, String field) {
        Response refused = json("admin").body(body).post(REGISTRY);

        assertFault(refused, field);
        assertThat(as("admin").get(REGISTRY).asString()).doesNotContain("\"t-a\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                | eventKeys
            {"eventKeys":"a.b"}               | eventKeys
            {"eventKeys":[1]}                 | eventKeys
            {"eventKeys":["a"]}               | eventKeys.0
            {"eventKeys":["a.b","a..b"]}      | eventKeys.1
            {"eventKeys":["a.>"]}             | eventKeys.0
            {"eventKeys":["a.\\u0000"]}       | eventKeys.0
            {"eventKeys":[],"x":1}            | x
            """)
    void refusesEventKeysThatAreNone(String body, String field) {
        json("admin").body(PLUGIN).post(REGISTRY);
        as("member").put(INSTALLED + "/t-plugin");

        assertFault(json("member").body(body).put(INSTALLED + "/t-plugin/subscriptions"), field);
    }

    @Test
    void allowsAHundredEventKeys() {
        json("admin").body(PLUGIN).post(REGISTRY);
        as("member").put(INSTALLED + "/t-plugin");
        String keys = "\"a.b\"" + ",\"a.b\"".repeat(100);

        assertFault(
                json("member").body("{\"eventKeys\":[" + keys + "]}").put(INSTALLED + "/t-plugin/subscriptions"),
                "eventKeys");
        assertFault(json("member").body("{\"enabled\":\"yes\"}").put(INSTALLED + "/t-plugin"), "enabled");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/api/extensions/%00",
        "DELETE,/api/extensions/a.b",
        "GET,/api/workspaces/demo/extensions/t-none",
        "PUT,/api/workspaces/demo/extensions/t-none",
        "PUT,/api/workspaces/demo/extensions/%00",
        "DELETE,/api/workspaces/demo/extensions/a%20b",
        "POST,/api/workspaces/demo/extensions/t-none/disable",
        "GET,/api/workspaces/demo/extensions/t-none/subscriptions"
    })
    void saysThatThereIsNoSuchExtension(String method, String path) {
        assertProblem(as("admin").urlEncodingEnabled(false).request(method, path), 404, "NOT_FOUND");
    }

    private void install(String key, String... eventKeys) {
        Response installed = as("member").put(INSTALLED + "/" + key);
        assertThat(installed.statusCode()).as(installed.asString()).isEqualTo(200);
        Response subscribed = json("member")
                .body("{\"eventKeys\":[\"" + String.join("\",\"", eventKeys) + "\"]}")
                .put(INSTALLED + "/" + key + "/subscriptions");
        assertThat(subscribed.statusCode()).as(subscribed.asString()).isEqualTo(200);
    }

    private Optional<Subscriber> live(String key, String workspaceId) {
        return subscribers.find(SubscriberId.extension(key), workspaceId);
    }

    private void deliver(String event, String workspaceId) {
        jdbc.update(
                "insert into gateway.delivery (event_id, subscriber, workspace_id, state, attempts, next_attempt_at)"
                        + " values (?, 'extension/t-crm', ?, 'PENDING', 0, now() + interval '1 hour')",
                event,
                workspaceId);
    }

    private List<String> pending() {
        return jdbc.query(
                "select event_id from gateway.delivery where state = 'PENDING'", List.of(), row -> row.getString(1));
    }

    private static void assertFault(Response refused, String field) {
        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(400);
        assertThat(refused.contentType()).startsWith("application/problem+json");
        if (!field.isEmpty()) {
            assertThat(refused.<String>path("errors[0].field")).isEqualTo(field);
        }
        assertThat(refused.asString()).doesNotContain("Exception");
    }

    private static void assertProblem(Response answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.<String>path("code")).isEqualTo(code);
    }

    private static RequestSpecification json(String user) {
        return as(user).contentType("application/json");
    }
}
