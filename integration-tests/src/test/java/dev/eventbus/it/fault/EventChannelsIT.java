package dev.eventbus.it.fault;

import static dev.eventbus.it.Platform.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventbus.it.Api;
import dev.eventbus.it.Platform;
import dev.eventbus.it.SharedStack;
import dev.eventbus.it.stack.Application;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class EventChannelsIT {

    private static final String CHANNELS = "/api/workspaces/demo/event-channels";
    private static final Duration READY = Duration.ofSeconds(90);

    /** What the owner of those channels has to give up within. */
    private static final Duration TAKEN_OVER = Duration.ofSeconds(15);

    private final Platform platform;
    private final Api ann;
    private final Application second;
    private final Feed feed = Feed.open();
    private final String run = Long.toString(System.nanoTime(), 36);

    EventChannelsIT(Platform platform) {
        this.platform = platform;
        this.ann = platform.as(SharedStack.ANN);
        this.second = platform.stack().anotherGateway();
    }

    @BeforeEach
    void startTheSecond() {
        second.start();
        second.awaitReady(READY);
    }

    @AfterEach
    void stopTheSecond() {
        platform.stack().gateway().thaw();
        Platform.each(Platform.allPages(ann, CHANNELS), "id").forEach(id -> ann.delete(CHANNELS + "/" + id));
        second.close();
        feed.close();
    }

    /** Whoever owned them: after the first stood still it is the second, and then the first again. */
    @Test
    void anotherReplicaGoesOnAndNothingIsLostOrPublishedTwice() throws InterruptedException {
        create("polling", "list", Map.of("interval", "1s", "itemId", "/n"));
        create("sse", "stream", Map.of());
        eventually().until(() -> numbers("list").size() > 5 && numbers("stream").size() > 5);

        platform.stack().gateway().freeze();
        int frozenAt = feed.count();
        try {
            eventually().atMost(TAKEN_OVER.plusSeconds(5)).until(() -> areAllUpTo(frozenAt + 5));
        } finally {
            platform.stack().gateway().thaw();
        }
        int thawedAt = feed.count();
        eventually().until(() -> areAllUpTo(thawedAt + 10));

        second.kill();
        int killedAt = feed.count();
        eventually().atMost(TAKEN_OVER.plusSeconds(5)).until(() -> areAllUpTo(killedAt + 5));
        feed.stop();
        int last = feed.count();
        eventually().until(() -> areAllUpTo(last));

        List<Integer> all = IntStream.range(0, last).boxed().toList();
        assertThat(numbers("list")).containsExactlyInAnyOrderElementsOf(all);
        assertThat(numbers("stream")).containsExactlyInAnyOrderElementsOf(all);
    }

    private void create(String type, String path, Map<String, Object> more) {
        Map<String, Object> body = new java.util.HashMap<>(more);
        body.putAll(Map.of("name", path, "type", type, "appId", path + "-" + run, "url", feed.url(path)));
        ann.post(CHANNELS, body).expect(201);
    }

    private boolean areAllUpTo(int last) {
        List<Integer> wanted = IntStream.range(0, last).boxed().toList();
        return feed.count() >= last
                && numbers("list").containsAll(wanted)
                && numbers("stream").containsAll(wanted);
    }

    /** What is in the stream, each time it is there: the forwarder sends every stored message to the receiver. */
    private List<Integer> numbers(String app) {
        String subject = "events.demo.apps.app.event_received." + app + "-" + run;
        return platform.receivedEnvelopes().stream()
                .filter(envelope -> envelope.path("subject").asText().equals(subject))
                .map(envelope -> number(envelope.path("data")))
                .toList();
    }

    private static int number(JsonNode event) {
        return event.path("payload").path("n").asInt();
    }
}
