package dev.eventbus.gateway.realtime;

import static dev.eventbus.gateway.Users.as;
import static dev.eventbus.gateway.Users.token;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.gateway.GatewayStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class BrowserClientIT {
    @Test
    void seesEveryEventOnceAndInOrderThoughItsConnectionIsLostAgainAndAgain() throws Exception {
        String token = token("member");
        try (Browser browser = new Browser()) {
            browser.run(connect(token));
            await().until(() -> browser.told().contains("open"));
            browser.run("var subscription = bus.subscribe({ pattern: 'browsed.a.b',"
                    + " onEvent: (e) => host.tell(e.resourceId), onGap: () => host.tell('gap') })");
            await().until(() -> {
                browser.run("if (subscription.position) host.tell('begun')");
                return browser.told().contains("begun");
            });

            for (int i = 0; i < 100; i++) {
                publish(i);
                if (i % 25 == 10) {
                    int before = browser.connections();
                    browser.loseConnection();
                    await().until(() -> browser.connections() > before);
                }
            }

            await().atMost(Duration.ofSeconds(20)).until(() -> browser.told().contains("r99"));
            assertThat(browser.told().stream().filter(text -> text.matches("r\\d+|gap")))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 100).mapToObj(i -> "r" + i).toList());
            assertThat(browser.connections()).isEqualTo(5);
        }
    }

    @Test
    void publishesIsRefusedAndEndsWhenItIsSignedOut() throws Exception {
        String token = token("leaver");
        try (Browser browser = new Browser()) {
            browser.run(connect(token));
            await().until(() -> browser.told().contains("open"));

            browser.run(
                    "bus.publish({ eventKey: 'browsed.c.d', payload: { n: 1 } }).then((id) => host.tell('id ' + id))");
            browser.run("bus.publish({ eventKey: 'no' }).catch((e) => host.tell('not ' + e.code))");
            browser.run(
                    "bus.subscribe({ pattern: 'a..b', onEvent() {}, onError: (e) => host.tell('refused ' + e.code) })");
            await().until(() -> browser.told().stream().anyMatch(text -> text.startsWith("id ")));
            await().until(() -> browser.told().contains("not invalid_request"));
            await().until(() -> browser.told().contains("refused invalid_request"));
            given().header("Authorization", "Bearer " + token).post("/api/auth/logout");

            await().until(() -> browser.told().contains("ended"));
        }
    }

    private static String connect(String token) {
        return "var bus = new EventBusClient({ workspace: 'demo', token: '" + token + "', url: 'http://127.0.0.1:"
                + RestAssured.port
                + "', timing: { firstWait: 50 }, onState: (state) => host.tell(state) }); bus.connect()";
    }

    private static void publish(int number) {
        as("member")
                .contentType("application/json")
                .body("{\"eventKey\":\"browsed.a.b\",\"resourceId\":\"r" + number + "\"}")
                .post("/api/workspaces/demo/events/publish")
                .then()
                .statusCode(200);
    }
}
