package dev.eventbus.it.browser;

import static dev.eventbus.it.Platform.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventbus.it.Api;
import dev.eventbus.it.Platform;
import dev.eventbus.it.SharedStack;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class FirefoxPushIT {
    private static final String WORKSPACE = "/api/workspaces/demo";

    private final Platform platform;
    private final Api ann;
    private final Api fay;

    FirefoxPushIT(Platform platform) {
        this.platform = platform;
        this.ann = platform.as(SharedStack.ANN);
        this.fay = platform.as(SharedStack.FAY);
    }

    @Test
    void aBrowserWithoutThePageShowsWhatIsPushedAndSaysSo() throws Exception {
        try (PushService pushes = PushService.start();
                Firefox browser = Firefox.start(pushes.address())) {
            eventually().until(pushes::knowsABrowser);
            browser.signIn(platform, SharedStack.FAY);
            browser.click("#push");
            eventually().until(() -> items("/recipients/me/devices").size() == 1);
            browser.open(platform.stack().gateway().url() + "/inbox.css"); // of the worker's origin, without a socket

            ann.publish(Map.of(
                    "eventKey",
                    "conversation.created",
                    "resourceId",
                    "conv_push",
                    "actor",
                    ann.userId(),
                    "payload",
                    Map.of("added", List.of(fay.userId()), "text", "Grüße, <b>Fay</b>")));

            eventually().until(() -> !pushes.answers().isEmpty());
            assertThat(pushes.answers()).containsExactly(PushService.OPENED);
            eventually()
                    .until(() -> items("/notifications").path(0).path("status").asText(), "DELIVERED"::equals);
            String id = items("/notifications").path(0).path("id").asText();
            assertThat(fay.get(WORKSPACE + "/notifications/" + id).body().path("attempts"))
                    .extracting(attempt -> attempt.path("channel").asText() + " "
                            + attempt.path("state").asText())
                    .contains("PUSH DELIVERED", "WEBSOCKET FAILED");
            assertThat(shown(browser)).containsExactly("You were added to a conversation: Grüße, <b>Fay</b>");
        }
    }

    private JsonNode items(String path) {
        return fay.get(WORKSPACE + path).expect(200).body().path("items");
    }

    private static List<String> shown(Firefox browser) {
        JsonNode all = browser.run("""
                const [done] = arguments;
                navigator.serviceWorker.ready
                  .then((worker) => worker.getNotifications())
                  .then((all) => done(all.map(({ title, body }) => `${title}: ${body}`)));""");
        return StreamSupport.stream(all.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
