package dev.eventbus.it.fault;

import static dev.eventbus.it.Platform.allPages;
import static dev.eventbus.it.Platform.each;
import static dev.eventbus.it.Platform.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.it.Api;
import dev.eventbus.it.Hooks;
import dev.eventbus.it.Load;
import dev.eventbus.it.Platform;
import dev.eventbus.it.SharedStack;
import dev.eventbus.it.Sinks;
import dev.eventbus.it.Webhooks;
import dev.eventbus.it.stack.Database;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An outage of another length: {@code -Dit.test=PostgresAwayIT -Deventbus.outage=60}, in seconds. */
@ExtendWith(SharedStack.class)
class PostgresAwayIT {

    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("eventbus.outage", 5));
    private static final String KEY = "outage.database.gone";

    private final Platform platform;
    private final Api ann;

    PostgresAwayIT(Platform platform) {
        this.platform = platform;
        this.ann = platform.as(SharedStack.ANN);
    }

    @Test
    void publishingGoesOnAndLogAndDeliveriesCatchUp() {
        Database database = platform.stack().database();
        try (Sinks sinks = Sinks.open();
                Webhooks webhooks = new Webhooks(platform.asAdmin());
                Hooks hooks = new Hooks(ann, "database-away")) {
            webhooks.subscribe(KEY, sinks.url("all"), 3, "1s");
            List<String> acknowledged;
            String fromOutside;
            try (Load load = Load.of(ann, KEY)) {
                eventually().until(() -> sinks.count("all") > 20);
                database.close();
                try {
                    int before = load.acknowledged().size();
                    await().pollDelay(OUTAGE).atMost(OUTAGE.multipliedBy(3)).until(() -> true);
                    assertThat(load.acknowledged()).as("goes on").hasSizeGreaterThan(before + 50);
                    fromOutside = hooks.post("{\"n\":1}")
                            .expect(200)
                            .body()
                            .path("eventId")
                            .asText();
                    assertThat(hooks.post("{\"n\":1}").expect(200).text()).contains(fromOutside);
                } finally {
                    database.start();
                }
                int atReturn = load.acknowledged().size();
                eventually().until(() -> load.acknowledged().size() > atReturn + 20);
                load.close();
                acknowledged = load.acknowledged();
                assertThat(load.failures()).isEmpty();
            }

            eventually()
                    .untilAsserted(() -> assertThat(sinks.times("all").keySet()).containsAll(acknowledged));
            eventually().untilAsserted(() -> assertThat(logged()).containsAll(acknowledged));
            eventually()
                    .until(() -> ann.get("/api/workspaces/demo/events/" + fromOutside)
                                    .status()
                            == 200);
            eventually().until(() -> ann.get("/healthz").status() == 200);
        }
    }

    private List<String> logged() {
        return each(allPages(ann, "/api/workspaces/demo/events?eventKey=" + KEY), "id");
    }
}
