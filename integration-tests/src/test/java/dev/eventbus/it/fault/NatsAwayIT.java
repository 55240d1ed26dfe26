package dev.eventbus.it.fault;

import static dev.eventbus.it.Platform.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.it.Answer;
import dev.eventbus.it.Api;
import dev.eventbus.it.Hooks;
import dev.eventbus.it.Platform;
import dev.eventbus.it.SharedStack;
import dev.eventbus.it.Sinks;
import dev.eventbus.it.Webhooks;
import dev.eventbus.nats.server.NatsServer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class NatsAwayIT {

    private static final String KEY = "outage.broker.gone";

    private final Platform platform;
    private final Api ann;

    NatsAwayIT(Platform platform) {
        this.platform = platform;
        this.ann = platform.as(SharedStack.ANN);
    }

    @Test
    void refusesToPublishWhileTheBrokerIsAwayAndGoesOnByItself() {
        NatsServer broker = platform.stack().broker().server().orElseThrow();
        try (Sinks sinks = Sinks.open();
                Webhooks webhooks = new Webhooks(platform.asAdmin());
                Hooks hooks = new Hooks(ann, "broker-away")) {
            webhooks.subscribe(KEY, sinks.url("all"), 3, "1s");
            String before = ann.publish(event());
            eventually().until(() -> sinks.times("all").containsKey(before));

            Answer refused;
            Answer fromOutside;
            broker.kill();
            try {
                eventually().until(() -> ann.get("/healthz").status() == 503);
                refused = ann.post("/api/workspaces/demo/events/publish", event());
                fromOutside = hooks.post("{\"n\":1}");
            } finally {
                broker.restart();
            }

            assertThat(refused.status()).as(refused.text()).isEqualTo(503);
            assertThat(refused.contentType()).startsWith("application/problem+json");
            assertThat(refused.retryAfter()).isPositive();
            assertThat(fromOutside.status()).as(fromOutside.text()).isEqualTo(503);
            assertThat(fromOutside.retryAfter()).isPositive();
            eventually().until(() -> ann.get("/healthz").status() == 200);
            hooks.post("{\"n\":1}").expect(200);
            String after = ann.publish(event());
            eventually().until(() -> sinks.times("all").containsKey(after));
        }
    }

    private static Map<String, Object> event() {
        return Map.of("eventKey", KEY, "payload", Map.of("number", 1));
    }
}
