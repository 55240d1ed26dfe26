package dev.eventbus.gateway.extensions.inprocess;

import static dev.eventbus.gateway.Users.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.Event;
import dev.eventbus.EventContext;
import dev.eventbus.EventDraft;
import dev.eventbus.extensions.HandlerResult;
import dev.eventbus.extensions.InProcessEventGateway;
import dev.eventbus.extensions.Invocation;
import dev.eventbus.gateway.GatewayStack;
import dev.eventbus.gateway.Users;
import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.gateway.extensions.HandlerPatterns;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class PluginsIT {
    @Inject
    InProcessEventGateway gateway;

    @Inject
    HandlerPatterns patterns;

    @Inject
    Jdbc jdbc;

    @Test
    void callsAPluginOfTheFolder() {
        assertThat(dispatch(Map.of("n", "1")))
                .singleElement()
                .satisfies(call -> assertThat(call.handler()).isEqualTo("plugin.Handler#on"))
                .satisfies(call -> assertThat(call.result()).isCompletedWithValue(HandlerResult.HANDLED));
        assertThat(System.getProperty("echo")).isEqualTo("{n=1}");
    }

    @Test
    void aPluginThatThrowsFailsForItselfAlone() {
        HandlerResult result = dispatch(Map.of("fail", "now"))
                .getFirst()
                .result()
                .toCompletableFuture()
                .join();

        assertThat(result)
                .isInstanceOfSatisfying(
                        HandlerResult.Failed.class,
                        failed -> assertThat(failed.reason())
                                .isEqualTo("java.lang.IllegalStateException: asked to fail"));
    }

    @Test
    void aPluginGetsEventsWhereItIsInstalled() {
        assertThat(as("admin").put("/api/workspaces/demo/extensions/echo").statusCode())
                .isBetween(200, 201);

        as("member")
                .contentType("application/json")
                .body("{\"eventKey\":\"echo.thing.said\",\"payload\":{\"n\":\"installed\"}}")
                .post("/api/workspaces/demo/events/publish");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(System.getProperty("echo")).isEqualTo("{n=installed}"));
    }

    @Test
    void knowsTheHandlersThatAreBeans() {
        assertThat(patterns.of("chat")).containsExactly("platform.notification");
        assertThat(patterns.of("echo")).containsExactly("echo.thing.*");
        assertThat(patterns.of("nothing")).isEmpty();
    }

    @Test
    void entersWhatItFoundIntoTheRegistry() {
        Users.sharedToken("member");
        String sql = "select key || ' ' || name || ' ' || type || ' ' || built_in || ' ' || handled::text"
                + " from gateway.extension where key in ('chat', 'echo') order by key";

        await().untilAsserted(() -> assertThat(jdbc.query(sql, List.of(), row -> row.getString(1)))
                .containsExactly(
                        "chat Chat IN_PROCESS true {platform.notification}",
                        "echo echo IN_PROCESS false {echo.thing.*}"));
    }

    private List<Invocation> dispatch(Map<String, String> payload) {
        Event event = EventDraft.of(payload)
                .toEvent(EventContext.of("demo", "echo"), "echo.thing.said", () -> "e1", InstantSource.system());
        return gateway.dispatch("echo", event);
    }
}
