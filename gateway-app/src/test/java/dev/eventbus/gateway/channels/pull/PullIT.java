package dev.eventbus.gateway.channels.pull;

import static dev.eventbus.gateway.Users.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.gateway.GatewayStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class PullIT {
    private static final String PATH = "/api/workspaces/demo/event-channels";

    private final TestServer server = TestServer.open();
    private final List<String> channels = new ArrayList<>();

    @AfterEach
    void removeAll() {
        channels.forEach(id -> as("member").delete(PATH + "/" + id));
        server.close();
    }

    @Test
    void publishesEachItemOfAListOnce() {
        server.list("[{\"id\":\"a\",\"n\":1.10,\"at\":\"2026-01-02T03:04:05Z\"},{\"id\":\"b\"}]", "\"v1\"");
        String channel = create("polling", "/list", ",\"interval\":\"1s\",\"itemId\":\"/id\",\"itemTime\":\"/at\"");

        eventually().until(() -> events(channel).size() == 2);
        server.list("[{\"id\":\"c\"},{\"id\":\"a\",\"n\":2},{\"id\":\"b\"}]", "\"v2\"");
        eventually().until(() -> events(channel).size() == 3);
        int asked = server.asked().size();
        eventually().until(() -> server.asked().size() >= asked + 2);

        assertThat(events(channel)).hasSize(3);
        assertThat(as("member").get(eventsOf(channel)).asString()).contains("{\"id\":\"a\",\"n\":1.10,");
        assertThat(as("member").get(eventsOf(channel)).<List<String>>path("items.timestamp"))
                .contains("2026-01-02T03:04:05.000Z");
        assertThat(server.asked().getFirst()).doesNotContainKey("if-none-match").containsEntry("x-key", "k");
        assertThat(server.asked().getLast()).containsEntry("if-none-match", "\"v2\"");
        assertThat(status(channel).<Integer>path("status.published")).isEqualTo(3);
    }

    @Test
    void followsTheCursorPageByPage() {
        server.list("{\"data\":[1,2],\"next\":\"p 2\"}", null);
        server.page("since=p 2", "{\"data\":[3],\"next\":3}");
        server.page("since=3", "{\"data\":[],\"next\":3}");
        String channel = create(
                "polling",
                "/list",
                ",\"interval\":\"1s\",\"items\":\"/data\",\"cursor\":{\"pointer\":\"/next\",\"parameter\":\"since\"}");
        eventually().until(() -> status(channel).<Integer>path("status.published") == 3);

        server.page("since=3", "{\"data\":[4,4],\"next\":\"\"}");

        eventually().until(() -> status(channel).<Integer>path("status.published") == 4);
        assertThat(status(channel).<Integer>path("status.duplicates")).isZero();
        assertThat(status(channel).<String>path("cursor.parameter")).isEqualTo("since");
    }

    @Test
    void saysWhatIsWrongWithAListAndGoesOn() {
        server.answer(302, "");
        String channel = create("polling", "/list", ",\"interval\":\"1s\",\"items\":\"/data\"");

        eventually().until(() -> lastError(channel).contains("redirects are not followed"));
        server.list("{\"data\":7}", null);
        eventually().until(() -> lastError(channel).contains("no list at /data"));
        server.list("{\"data\":[1]}", null);

        eventually().until(() -> events(channel).size() == 1);
    }

    @Test
    void readsAStreamAndGoesOnWhereItWasCut() {
        server.stream("retry: 500\n\nid: 1\nevent: made\ndata: {\"n\":1}\n\nid: 2\ndata: two\n\n");
        String channel = create("sse", "/stream", ",\"eventTypes\":{\"made\":\"feed.thing.made\"}");
        eventually().until(() -> status(channel).<Integer>path("status.published") == 2);

        server.stream("id: 2\ndata: two\n\nid: 3\ndata: {\"n\":3}\n\n");
        server.cut();
        eventually().until(() -> status(channel).<Integer>path("status.published") == 3);

        assertThat(server.asked().getLast()).containsEntry("last-event-id", "2").containsEntry("x-key", "k");
        eventually().until(() -> events(channel).size() == 2);
        assertThat(status(channel).<Integer>path("status.duplicates")).isEqualTo(1);
        Response made =
                as("member").get("/api/workspaces/demo/events?eventKey=feed.thing.made&resourceId=" + app(channel));
        assertThat(made.<List<?>>path("items")).hasSize(1);
    }

    @Test
    void endsWithTheChannel() {
        server.list("[]", null);
        String channel = create("polling", "/list", ",\"interval\":\"1s\"");
        eventually().until(() -> !server.asked().isEmpty());

        as("member").delete(PATH + "/" + channel);

        eventually().until(() -> {
            int before = server.asked().size();
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
            return server.asked().size() == before;
        });
    }

    @Test
    void publishesALongListWhole() {
        StringBuilder list = new StringBuilder("[");
        IntStream.range(0, 500)
                .forEach(i -> list.append(i == 0 ? "" : ",")
                        .append("{\"id\":")
                        .append(i)
                        .append("}"));
        server.list(list + "]", null);

        String channel = create("polling", "/list", ",\"interval\":\"1s\",\"itemId\":\"/id\"");

        eventually().until(() -> status(channel).<Integer>path("status.published") == 500);
        assertThat(status(channel).<Integer>path("status.duplicates")).isZero();
    }

    private String create(String type, String path, String more) {
        String app = "app" + Long.toString(System.nanoTime(), 36);
        Response created = as("member")
                .contentType("application/json")
                .body("{\"name\":\"n\",\"type\":\"" + type + "\",\"appId\":\"" + app + "\",\"url\":\""
                        + server.url(path) + "\",\"headers\":{\"X-Key\":\"k\"}" + more + "}")
                .post(PATH);
        assertThat(created.statusCode()).as(created.asString()).isEqualTo(201);
        channels.add(created.path("id"));
        return created.path("id");
    }

    private static String app(String channel) {
        return status(channel).path("appId");
    }

    private static String eventsOf(String channel) {
        return "/api/workspaces/demo/events?limit=200&eventKey=apps.app.event_received&resourceId=" + app(channel);
    }

    private static List<?> events(String channel) {
        return as("member").get(eventsOf(channel)).path("items");
    }

    private static Response status(String channel) {
        return as("member").get(PATH + "/" + channel);
    }

    private static String lastError(String channel) {
        return String.valueOf(status(channel).<String>path("status.lastError"));
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(100));
    }
}
