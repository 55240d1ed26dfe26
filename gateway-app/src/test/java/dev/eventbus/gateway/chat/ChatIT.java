package dev.eventbus.gateway.chat;

import static dev.eventbus.gateway.Users.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.Event;
import dev.eventbus.EventContext;
import dev.eventbus.EventDraft;
import dev.eventbus.extensions.HandlerResult;
import dev.eventbus.extensions.InProcessEventGateway;
import dev.eventbus.gateway.GatewayStack;
import dev.eventbus.gateway.database.Jdbc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class ChatIT {
    private static final String CHANNELS = "/api/workspaces/demo/chat/channels";
    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    InProcessEventGateway gateway;

    @Inject
    Jdbc jdbc;

    @Test
    void aNotificationBecomesAMessageAndAnEventOnceThoughItComesTwice() {
        as("member").get(CHANNELS);

        dispatch("notified-1", Map.of("channel", "deals", "message", "Deal #123 closed for $5,000!", "sender", "bot"));
        dispatch("notified-1", Map.of("channel", "deals", "message", "Deal #123 closed for $5,000!", "sender", "bot"));

        Response listed = as("member").get(CHANNELS + "/deals/messages");
        assertThat(listed.<List<String>>path("items.message")).containsExactly("Deal #123 closed for $5,000!");
        assertThat(listed.<List<String>>path("items.sender")).containsExactly("bot");
        assertThat(listed.<String>path("nextCursor")).isNull();
        String event = inLog(listed.path("items[0].id"));
        assertThat(event)
                .contains("\"source\":\"chat\"", "\"resource\":\"message\"", "\"eventName\":\"received\"")
                .contains("\"resourceId\":\"deals\"", "\"eventKey\":\"chat.message.received\"", "\"actor\":\"ada\"")
                .contains("\"payload\":{\"id\":\"" + listed.path("items[0].id") + "\",\"channel\":\"deals\","
                        + "\"sender\":\"bot\",\"message\":\"Deal #123 closed for $5,000!\",\"createdAt\":\""
                        + listed.path("items[0].createdAt") + "\"}");
    }

    @Test
    void whoeverPublishesANotificationPostsToTheChannelUnlessChatIsOff() {
        as("admin").delete("/api/workspaces/mute/extensions/chat");

        notifyChannel("mute", "off");
        notifyChannel("demo", "on");

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(messages("demo", "published")).containsExactly("on"));
        assertThat(messages("mute", "published")).isEmpty();
    }

    @Test
    void whatIsPostedIsListedNewestFirstInPagesAndAnnounced() {
        for (String text : List.of("one", "two", "three")) {
            assertThat(post("paged", "{\"message\":\"" + text + "\"}").statusCode())
                    .isEqualTo(201);
        }

        Response first = as("member").get(CHANNELS + "/paged/messages?limit=2");
        Response rest = as("member").get(CHANNELS + "/paged/messages?limit=2&cursor=" + first.path("nextCursor"));

        assertThat(first.<List<String>>path("items.message")).containsExactly("three", "two");
        assertThat(first.<List<String>>path("items.sender")).containsOnly("member");
        assertThat(rest.<List<String>>path("items.message")).containsExactly("one");
        assertThat(rest.<String>path("nextCursor")).isNull();
        assertThat(inLog(first.path("items[0].id"))).contains("\"message\":\"three\"", "\"actor\":\"member\"");
    }

    @Test
    void channelsAreListedWithTheTimeOfTheirLastMessage() {
        post("listed-a", "{\"message\":\"first\"}");
        String last =
                post("listed-a", "{\"message\":\"last\",\"sender\":\"bot\"}").path("createdAt");
        post("listed-b", "{\"message\":\"other\"}");

        Response page = as("member").get(CHANNELS + "?limit=1&cursor=listed");
        Response next = as("member").get(CHANNELS + "?limit=1&cursor=" + page.path("nextCursor"));

        assertThat(page.<List<String>>path("items.channel")).containsExactly("listed-a");
        assertThat(page.<List<String>>path("items.lastMessageAt")).containsExactly(last);
        assertThat(next.<List<String>>path("items.channel")).containsExactly("listed-b");
    }

    @Test
    void aMessageWhoseWriterWasKilledIsAnnouncedAllTheSame() {
        as("member").get(CHANNELS);
        jdbc.update("insert into gateway.chat_message (workspace_id, id, channel, sender, message, actor, created_at,"
                + " announce_at) values ('demo', 'left-over', 'left', 'bot', 'hello', 'bot', now(), now())");

        assertThat(inLog("left-over")).contains("\"message\":\"hello\"", "\"resourceId\":\"left\"");
        String due = "select 1 from gateway.chat_message where id = 'left-over' and announce_at is not null";
        await().atMost(SOON).until(() -> jdbc.query(due, List.of(), row -> 1).isEmpty());
    }

    @Test
    void postingIsAConflictWhereChatIsTurnedOff() {
        as("member").get(CHANNELS);
        jdbc.update("insert into gateway.workspace_extension (workspace_id, extension_key, installed, enabled)"
                + " values ('quiet', 'chat', true, false)");

        Response refused = as("admin")
                .contentType("application/json")
                .body("{\"message\":\"hello\"}")
                .post("/api/workspaces/quiet/chat/channels/general/messages");

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.<String>path("code")).isEqualTo("CHAT_DISABLED");
        assertThat(as("admin").get("/api/workspaces/quiet/chat/channels").<List<String>>path("items"))
                .isEmpty();
    }

    @Test
    void aWorkspaceSeesItsOwnMessagesOnly() {
        post("private", "{\"message\":\"ours\"}");

        assertThat(as("outsider").get(CHANNELS + "/private/messages").statusCode())
                .isEqualTo(404);
        assertThat(as("admin")
                        .get("/api/workspaces/other/chat/channels/private/messages")
                        .<List<String>>path("items"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            general    | {}                                   | message
            general    | {"message":""}                       | message
            general    | {"message":5}                        | message
            general    | {"message":"a\\u0000b"}              | message
            general    | {"message":"m","sender":"a\\tb"}     | sender
            general    | {"message":"m","createdAt":"now"}    | createdAt
            a.b        | {"message":"m"}                      | channel
            %C3%A9     | {"message":"m"}                      | channel
            """)
    void refusesWhatIsNoMessageAndNamesTheField(String channel, String body, String field) {
        Response refused = as("member")
                .urlEncodingEnabled(false)
                .contentType("application/json")
                .body(body)
                .post(CHANNELS + "/" + channel + "/messages");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.<List<String>>path("errors.field").getFirst()).contains(field);
    }

    @ParameterizedTest
    @CsvSource({"limit=0, limit", "limit=201, limit", "cursor=a.b, cursor", "limit=1&limit=2, limit", "page=2, page"})
    void refusesAPageThatCannotBe(String query, String field) {
        Response refused = as("member").get(CHANNELS + "/general/messages?" + query);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.<List<String>>path("errors.field")).containsExactly(field);
    }

    private void dispatch(String eventId, Map<String, String> payload) {
        Event event = EventDraft.of(payload)
                .toEvent(
                        EventContext.of("demo", "crm").withActor("ada"),
                        "platform.notification",
                        () -> eventId,
                        InstantSource.system());
        assertThat(gateway.dispatch("chat", event))
                .singleElement()
                .satisfies(call -> assertThat(call.result()).isCompletedWithValue(HandlerResult.HANDLED));
    }

    private static void notifyChannel(String workspace, String message) {
        Response published = as("admin")
                .contentType("application/json")
                .body("{\"eventKey\":\"platform.notification\",\"payload\":{\"channel\":\"published\",\"message\":\""
                        + message + "\"}}")
                .post("/api/workspaces/" + workspace + "/events/publish");
        assertThat(published.statusCode()).isEqualTo(200);
    }

    private static List<String> messages(String workspace, String channel) {
        return as("admin")
                .get("/api/workspaces/" + workspace + "/chat/channels/" + channel + "/messages")
                .path("items.message");
    }

    private static Response post(String channel, String body) {
        return as("member").contentType("application/json").body(body).post(CHANNELS + "/" + channel + "/messages");
    }

    private static String inLog(String id) {
        return await().atMost(SOON)
                .until(() -> as("member").get("/api/workspaces/demo/events/" + id), got -> got.statusCode() == 200)
                .asString();
    }
}
