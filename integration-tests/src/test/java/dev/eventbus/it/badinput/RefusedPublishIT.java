package dev.eventbus.it.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.it.Answer;
import dev.eventbus.it.Api;
import dev.eventbus.it.Platform;
import dev.eventbus.it.SharedStack;
import dev.eventbus.it.stack.DemoUser;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SharedStack.class)
class RefusedPublishIT {

    private static final String PUBLISH = "/api/workspaces/demo/events/publish";
    private static final int MIB = 1024 * 1024;

    private final Platform platform;
    private final Api ann;

    RefusedPublishIT(Platform platform) {
        this.platform = platform;
        this.ann = platform.as(SharedStack.ANN);
    }

    @ParameterizedTest(name = "{0} names {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    {"payload":{}}                                                     | eventKey
                    {"eventKey":null,"payload":{}}                                     | eventKey
                    {"eventKey":"","payload":{}}                                       | eventKey
                    {"eventKey":7,"payload":{}}                                        | eventKey
                    {"eventKey":"alone","payload":{}}                                  | eventKey
                    {"eventKey":"task..created","payload":{}}                          | eventKey
                    {"eventKey":"task.cre ated","payload":{}}                          | eventKey
                    {"eventKey":"task.*","payload":{}}                                 | eventKey
                    {"eventKey":"task.>","payload":{}}                                 | eventKey
                    {"eventKey":"task.creäted","payload":{}}                           | eventKey
                    {"eventKey":"task.created","payload":"text"}                       | payload
                    {"eventKey":"task.created","payload":[1]}                          | payload
                    {"eventKey":"task.created","payload":{},"resourceId":"a.b"}        | resourceId
                    {"eventKey":"task.created","payload":{},"resourceId":"a b"}        | resourceId
                    {"eventKey":"task.created","payload":{},"resourceId":"*"}          | resourceId
                    {"eventKey":"task.created","payload":{},"durability":"FOREVER"}    | durability
                    """)
    void wrongMembersAreNamed(String body, String field) {
        Answer answer = ann.postText(PUBLISH, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.fields()).contains(field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"eventKey":"task.created","payload":{}
                    {eventKey:"task.created"}
                    []
                    "text"
                    nonsense
                    """)
    void whatIsNoJsonObjectIsRefused(String body) {
        Answer answer = ann.postText(PUBLISH, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.body().path("detail").asText()).isNotEmpty();
    }

    @Test
    void aFilterWithIllegalCharactersIsNamed() {
        Answer answer = ann.post(
                PUBLISH,
                Map.of("eventKey", "task.created", "payload", Map.of(), "filters", Map.of("participant", "a.b")));

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.fields()).anyMatch(field -> field.startsWith("filters"));
    }

    @Test
    void oneByteMoreThanAMebibyteIsTooLarge() {
        String head = "{\"eventKey\":\"task.created\",\"payload\":{\"text\":\"";
        String tail = "\"}}";
        int room = MIB - head.length() - tail.length();

        assertThat(ann.postText(PUBLISH, head + "x".repeat(room) + tail).status())
                .isEqualTo(200);
        Answer tooLarge = ann.postText(PUBLISH, head + "x".repeat(room + 1) + tail);
        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(tooLarge.contentType()).startsWith("application/problem+json");
    }

    @Test
    void nobodyIsUnauthorized() {
        Answer answer = platform.asNobody().post(PUBLISH, valid());

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.contentType()).startsWith("application/problem+json");
    }

    @Test
    void aForeignWorkspaceIsNotFound() {
        DemoUser outsider = platform.stack().users().stream()
                .filter(user -> user.email().startsWith("outsider"))
                .findFirst()
                .orElseThrow();

        assertThat(platform.as(outsider).post(PUBLISH, valid()).status()).isEqualTo(404);
        assertThat(platform.as(outsider).get("/api/workspaces/demo/events").status())
                .isEqualTo(404);
        assertThat(platform.as(outsider)
                        .get("/api/workspaces/demo/notifications")
                        .status())
                .isEqualTo(404);
        assertThat(ann.post("/api/workspaces/other/events/publish", valid()).status())
                .isEqualTo(404);
    }

    private static Map<String, Object> valid() {
        return Map.of("eventKey", "task.created", "payload", Map.of());
    }
}
