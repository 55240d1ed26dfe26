package dev.eventbus.it.fault;

import static dev.eventbus.it.Platform.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.it.Api;
import dev.eventbus.it.Load;
import dev.eventbus.it.Platform;
import dev.eventbus.it.SharedStack;
import dev.eventbus.it.Sinks;
import dev.eventbus.it.Webhooks;
import dev.eventbus.it.stack.Application;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class TwoGatewaysIT {

    private static final Duration READY = Duration.ofSeconds(90);
    private static final Duration SPREAD = Duration.ofSeconds(2);
    private static final int MANY = 200;

    /** What a gateway may have under way for one subscription: its permits, and what they took from the stream. */
    private static final int IN_FLIGHT = 256;

    private final Platform platform;
    private final Api ann;
    private final Api admin;
    private final Application second;
    private final Sinks sinks = Sinks.open();
    private final Webhooks webhooks;

    TwoGatewaysIT(Platform platform) {
        this.platform = platform;
        this.ann = platform.as(SharedStack.ANN);
        this.admin = platform.asAdmin();
        this.webhooks = new Webhooks(admin);
        this.second = platform.stack().anotherGateway();
    }

    @BeforeEach
    void startTheSecond() {
        second.start();
        second.awaitReady(READY);
    }

    @AfterEach
    void stopTheSecond() {
        webhooks.close();
        second.close();
        sinks.close();
    }

    @Test
    void eachEventIsDispatchedOnce() {
        webhooks.subscribe("pair.event.once", sinks.url("all"), 3, "1s");
        untilItIsLiveOnBoth();
        Api annAtTheSecond = Platform.at(second, SharedStack.ANN);

        Set<String> published = new HashSet<>(publish(ann, "pair.event.once"));
        published.addAll(publish(annAtTheSecond, "pair.event.once"));

        eventually().until(() -> sinks.count("all") >= published.size());
        String last = ann.publish(event("pair.event.once"));
        eventually().until(() -> sinks.times("all").containsKey(last));
        published.add(last);
        assertThat(sinks.times("all").keySet()).isEqualTo(published);
        assertThat(sinks.times("all").values()).containsOnly(1);
    }

    @Test
    void aChangeOnOneIsLiveOnTheOtherWithinTwoSeconds() {
        webhooks.subscribe("pair.change.made", sinks.url("gone"), 3, "1s");
        String before = ann.publish(event("pair.change.made"));
        eventually().until(() -> sinks.times("gone").containsKey(before));

        Webhooks atTheSecond =
                new Webhooks(Platform.at(second, platform.stack().users().getFirst()));
        webhooks.close();
        atTheSecond.subscribe("pair.change.made", sinks.url("new"), 3, "1s");
        untilItIsLiveOnBoth();
        List<String> published = publish(ann, "pair.change.made"); // whichever of both dispatches them

        eventually().until(() -> sinks.count("new") >= published.size());
        assertThat(sinks.times("new").keySet()).containsAll(published);
        assertThat(sinks.times("gone").keySet()).doesNotContainAnyElementsOf(published);
        atTheSecond.close();
    }

    @Test
    void killingOneMidDeliveryLosesNothing() {
        webhooks.subscribe("pair.killed.amid", sinks.url("all"), 3, "1s");
        untilItIsLiveOnBoth();
        try (Load load = Load.of(ann, "pair.killed.amid")) {
            eventually().until(() -> sinks.count("all") > 50);

            second.kill();
            int atDeath = load.acknowledged().size();
            eventually().until(() -> load.acknowledged().size() > atDeath + MANY);
            load.close();

            assertThat(load.failures()).isEmpty();
            eventually()
                    .untilAsserted(() -> assertThat(sinks.times("all").keySet()).containsAll(load.acknowledged()));
            long repeats = sinks.times("all").values().stream()
                    .mapToInt(times -> times - 1)
                    .sum();
            assertThat(repeats).isLessThanOrEqualTo(IN_FLIGHT);
        }
    }

    @Test
    void oneThatStoodStillDoesNotGoByWhatItKnewBefore() {
        second.freeze();
        List<String> published;
        try {
            webhooks.subscribe("pair.stood.still", sinks.url("all"), 3, "1s");
            untilItIsLiveOnBoth();
            published = publish(ann, "pair.stood.still"); // some of them to the one that cannot look
        } finally {
            second.thaw();
        }

        eventually().untilAsserted(() -> assertThat(sinks.times("all").keySet()).containsAll(published));
    }

    private static void untilItIsLiveOnBoth() {
        await().pollDelay(SPREAD).until(() -> true);
    }

    private static List<String> publish(Api api, String key) {
        return IntStream.range(0, MANY).mapToObj(i -> api.publish(event(key))).toList();
    }

    private static Map<String, Object> event(String key) {
        return Map.of("eventKey", key, "payload", Map.of("number", 1));
    }
}
