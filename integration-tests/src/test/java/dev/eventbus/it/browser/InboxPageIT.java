package dev.eventbus.it.browser;

import static dev.eventbus.it.Platform.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.it.Api;
import dev.eventbus.it.Messages;
import dev.eventbus.it.Platform;
import dev.eventbus.it.SharedStack;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class InboxPageIT {
    private static final String UNREAD = "#inbox li.unread";

    private final Platform platform;
    private final Api ann;
    private final Api ida;

    InboxPageIT(Platform platform) {
        this.platform = platform;
        this.ann = platform.as(SharedStack.ANN);
        this.ida = platform.as(SharedStack.IDA);
    }

    @Test
    void showsWhatComesCountsItAndFollowsOtherTabs() throws Exception {
        try (Chromium browser = Chromium.start()) {
            browser.signIn(platform, SharedStack.IDA);
            tell("<img src=x onerror=\"document.title='hacked'\"> Hello");
            eventually().until(() -> browser.all(UNREAD).size() == 1);
            assertThat(browser.text(UNREAD)).contains("New message", "<img src=x onerror=");
            assertThat(browser.title()).isEqualTo("(1) Inbox");
            assertThat(browser.inBell(".count").getText()).isEqualTo("1");

            tell("A second one");
            eventually().until(() -> browser.all(UNREAD).size() == 2);
            assertThat(browser.text(UNREAD)).as("the newest first").contains("A second one");
            browser.inBell(".bell").click();
            assertThat(browser.inBell(".panel").isDisplayed()).isTrue();
            browser.picture("inbox");
            browser.inBell(".bell").click();

            Runnable back = browser.openTab(browser.address());
            eventually().until(() -> browser.all(UNREAD).size() == 2);
            browser.find(UNREAD + " button").click();
            eventually().until(() -> browser.all(UNREAD).size() == 1);
            back.run();
            eventually().until(() -> browser.all(UNREAD).size() == 1);
            eventually().until(() -> browser.title().equals("(1) Inbox"));

            browser.find("#all-read").click();
            eventually().until(() -> browser.all(UNREAD).isEmpty());
            assertThat(browser.title()).isEqualTo("Inbox");
            assertThat(ida.get("/api/workspaces/demo/notifications/unread-count")
                            .body()
                            .path("count")
                            .asInt())
                    .isZero();

            browser.narrow();
            tell("A long one ".repeat(20) + "w".repeat(200));
            eventually().until(() -> browser.all(UNREAD).size() == 1);
            assertThat(browser.value("document.documentElement.scrollWidth <= innerWidth"))
                    .as("nothing beside a phone's screen")
                    .isEqualTo(true);
            browser.picture("inbox-phone");
        }
    }

    @Test
    void theClientSeesEventsOnAPageOnceAndInOrderThoughTheConnectionIsLost() {
        try (Chromium browser = Chromium.start()) {
            browser.signIn(platform, SharedStack.IDA);
            browser.run("""
                    const [done] = arguments;
                    import('/eventbus-client.js').then(({ EventBusClient }) => {
                      globalThis.sockets = [];
                      globalThis.seen = [];
                      class Known extends WebSocket {
                        constructor(...all) { super(...all); sockets.push(this); }
                      }
                      const bus = new EventBusClient({ workspace: 'demo', WebSocket: Known, timing: { firstWait: 50 } });
                      globalThis.browsed = bus.subscribe({
                        pattern: 'page.seen.it', onEvent: (event) => seen.push(event.resourceId), onGap: () => seen.push('gap') });
                      bus.connect();
                      done();
                    });""");
            eventually().until(() -> browser.value("browsed.position") != null);

            for (int i = 0; i < 30; i++) {
                ann.publish(Map.of("eventKey", "page.seen.it", "resourceId", "r" + i));
                if (i % 10 == 5) {
                    browser.value("sockets.at(-1).close()");
                }
            }

            eventually().until(() -> ((List<?>) browser.value("seen")).contains("r29"));
            assertThat(browser.value("seen.join()"))
                    .isEqualTo(String.join(
                            ",",
                            java.util.stream.IntStream.range(0, 30)
                                    .mapToObj(i -> "r" + i)
                                    .toList()));
            assertThat(browser.value("sockets.length")).isEqualTo(4L);
        }
    }

    private void tell(String text) {
        ann.publish(Messages.posted("conv_browser", ann.userId(), ida.userId(), text));
    }
}
