package dev.eventbus.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.Event;
import dev.eventbus.notifications.inbox.Created;
import dev.eventbus.notifications.inbox.Digests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** How often rules speak: throttles, digests, collapse keys, and for how long what they say is of interest. */
@QuarkusTest
@QuarkusTestResource(NotifierResources.class)
class PacingIT extends RulesProcess {
    @Inject
    Digests digests;

    @Test
    void throttlesEachUserExactlyHoweverOftenAndFastEventsCome() throws Exception {
        post(rule(",\"throttle\":{\"max\":3,\"window\":\"P1D\"}"));
        Instant noon = Instant.parse("2026-11-21T12:00:00Z");

        for (int i = 0; i < 20; i++) {
            Event event = deal("{\"n\":" + i + "}", noon);
            store(event);
            store(event);
        }
        store(deal("{\"n\":\"tomorrow\"}", noon.plusSeconds(86_400)));
        store(message("last"));

        await().atMost(SOON).untilAsserted(() -> assertThat(titles()).contains("New message", "Deal tomorrow"));
        await().atMost(SOON).untilAsserted(() -> assertThat(titles()).hasSize(5));
        assertThat(unread()).isEqualTo(5);
        assertThat(rows("select used from notification_throttle where rule_key = '" + key
                        + "' and window_start = '2026-11-21T00:00:00Z'"))
                .isEqualTo(3);
        delete(key);
    }

    @Test
    void lastOfEqualCollapseKeysTakesThePlaceOfTheOthers() throws Exception {
        post(rule(",\"collapseKey\":\"deal {payload.id}\""));
        Instant now = Instant.now();
        Event first = deal("{\"id\":\"a\",\"n\":1}", now);
        store(first);
        awaitTitles("Deal 1");
        store(deal("{\"id\":\"b\",\"n\":1}", now));
        awaitTitles("Deal 1", "Deal 1");

        store(deal("{\"id\":\"a\",\"n\":2}", now.plusSeconds(1)));
        awaitTitles("Deal 2", "Deal 1");
        store(deal("{\"id\":\"a\",\"n\":0}", now.minusSeconds(1))); // late
        store(first); // again
        store(message("last"));

        awaitTitles("New message", "Deal 2", "Deal 1");
        assertThat(unread()).isEqualTo(3);
        assertThat(list(user).<List<String>>path("items.collapseKey")).containsExactly(null, "deal a", "deal b");
        assertThat(list(user).<String>path("items[0].body")).isEqualTo("last");
        delete(key);
    }

    @Test
    void keepsAReadNotificationBesideANewerOneOfTheSameCollapseKey() throws Exception {
        post(rule(",\"collapseKey\":\"all\""));
        store(deal("{\"n\":1}"));
        String id = awaitCount(1);
        as(user).post(LIST + "/" + id + "/read").then().statusCode(200);

        store(deal("{\"n\":2}"));

        awaitTitles("Deal 2", "Deal 1");
        assertThat(unread()).isEqualTo(1);
        delete(key);
    }

    @Test
    void makesOneNotificationOfWhatADigestCollected() throws Exception {
        post(rule(",\"digest\":{\"window\":\"PT1H\"},\"channels\":[\"WEBSOCKET\",\"EMAIL\"]"));
        for (int i = 1; i <= 20; i++) {
            Event event = deal("{\"n\":\"x\",\"text\":\"t\"}");
            store(event);
            store(event);
        }
        await().atMost(SOON).until(() -> rows(digests("events = 20")) == 1);
        store(message("meanwhile"));
        awaitTitles("New message");
        assertThat(rows(digests("true"))).isEqualTo(1);

        change("update notification_digest set due_at = now() where rule_key = '" + key + "'");

        awaitTitles("Deal x (20)", "New message");
        assertThat(unread()).isEqualTo(2);
        assertThat(rows(digests("true"))).isZero();
        assertThat(rows("select count(*) from notification where email_subject = 'Deal x (20)' and user_id = '" + user
                        + "'"))
                .isEqualTo(1);
        delete(key);
    }

    @Test
    void closesEachDigestOnceHoweverManyLookForIt() throws Exception {
        post(rule(",\"digest\":{\"window\":\"PT1H\"},\"collapseKey\":\"{payload.n}\""));
        for (int i = 0; i < 30; i++) {
            store(deal("{\"n\":" + i + "}"));
        }
        await().atMost(SOON).until(() -> rows(digests("true")) == 30);

        change("update notification_digest set due_at = now() where rule_key = '" + key + "'");
        try (var replicas = Executors.newFixedThreadPool(4)) {
            for (Future<Created> closed :
                    replicas.invokeAll(Collections.<Callable<Created>>nCopies(8, digests::close))) {
                closed.get();
            }
        }

        awaitCount(30);
        assertThat(unread()).isEqualTo(30);
        assertThat(rows(digests("true"))).isZero();
        delete(key);
    }

    @Test
    void closesADigestWhenItsWindowEndsInTheWordsOfItsTemplate() throws Exception {
        post(rule(",\"digest\":{\"window\":\"PT1S\"}")
                .replace("Deal {payload.n ?: '?'}", "{#if event.count > 1}{event.count} deals{#else}A deal{/if}"));

        store(deal("{\"n\":1}"));
        store(deal("{\"n\":2}"));

        awaitTitles("2 deals");
        delete(key);
    }

    @Test
    void setsWhenANotificationExpiresAndMakesNoneThatAlreadyHas() throws Exception {
        post(rule(",\"ttl\":\"PT1H\""));
        Instant now = Instant.now();

        store(deal("{\"n\":\"late\"}", now.minusSeconds(3_601)));
        store(deal("{\"n\":\"fresh\"}", now));

        awaitTitles("Deal fresh");
        Instant expiresAt = Instant.parse(list(user).<String>path("items[0].expiresAt"));
        assertThat(expiresAt).isBetween(now.plusSeconds(3_599), now.plusSeconds(3_600));
        delete(key);
    }

    private String digests(String which) {
        return "select count(*) from notification_digest where rule_key = '" + key + "' and " + which;
    }
}
