package dev.eventbus.it.fault;

import static dev.eventbus.it.Platform.each;
import static dev.eventbus.it.Platform.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.it.Api;
import dev.eventbus.it.Extensions;
import dev.eventbus.it.Platform;
import dev.eventbus.it.SharedStack;
import dev.eventbus.it.Sinks;
import dev.eventbus.it.Webhooks;
import dev.eventbus.it.stack.Application;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class GatewayRestartIT {

    private static final Duration READY = Duration.ofSeconds(90);
    private static final String KEY = "restart.gateway.killed";

    private final Platform platform;
    private final Api ann;
    private final Api admin;

    GatewayRestartIT(Platform platform) {
        this.platform = platform;
        this.ann = platform.as(SharedStack.ANN);
        this.admin = platform.asAdmin();
    }

    @Test
    void subscriptionsExtensionsRetriesAndDeadLettersAreAllThereAfterAKill() {
        try (Sinks sinks = Sinks.open();
                Webhooks webhooks = new Webhooks(admin);
                Extensions extensions = new Extensions(admin, "demo")) {
            String kept = webhooks.subscribe(KEY, sinks.url("kept"), 3, "1s");
            String retried = webhooks.subscribe(KEY, sinks.url("retried"), 20, "3s");
            String dead = webhooks.subscribe(KEY, sinks.url("dead"), 0, "1s");
            extensions.install("restarted", sinks.url("extension"), KEY);
            sinks.answer("retried", 500);
            sinks.answer("dead", 500);
            String first = publish();
            eventually().until(() -> webhooks.deadLetters(dead).size() == 1);
            eventually().until(() -> sinks.count("kept") == 1 && sinks.count("extension") == 1);
            eventually().until(() -> sinks.count("retried") == 1);

            Application gateway = platform.stack().gateway();
            gateway.kill();
            int before = sinks.times("retried").get(first);
            sinks.answer("retried", 204);
            sinks.answer("dead", 204);
            gateway.start();
            gateway.awaitReady(READY);

            eventually()
                    .untilAsserted(() -> assertThat(sinks.times("retried").get(first))
                            .as("the pending retry")
                            .isGreaterThan(before));
            assertThat(List.of(kept, retried, dead))
                    .allSatisfy(id -> assertThat(
                                    webhooks.get(id).path("eventPattern").asText())
                            .isEqualTo(KEY));
            assertThat(each(webhooks.deadLetters(dead), "eventId")).containsExactly(first);
            assertThat(webhooks.replay(dead)).isEqualTo(1);
            eventually().untilAsserted(() -> assertThat(sinks.times("dead")).containsEntry(first, 2));
            String second = publish();
            for (String sink : List.of("kept", "retried", "dead", "extension")) {
                eventually()
                        .untilAsserted(
                                () -> assertThat(sinks.times(sink)).as(sink).containsEntry(second, 1));
            }
        }
    }

    private String publish() {
        return ann.publish(Map.of("eventKey", KEY, "payload", Map.of("number", 1)));
    }
}
