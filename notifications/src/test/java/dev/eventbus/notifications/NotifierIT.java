package dev.eventbus.notifications;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.Event;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From the event to the client. */
@QuarkusTest
@QuarkusTestResource(NotifierResources.class)
class NotifierIT extends NotifierProcess {
    @Test
    void takesANewMessageToEverySocketOfTheOtherParticipantAndIsDeliveredWhenConfirmed() throws Exception {
        gateway.socketOf(user, true);
        gateway.socketOf(sender, true);

        Event event = message("hello");
        store(event);
        String id = awaitOne("DELIVERED");

        assertThat(list(sender).<List<?>>path("items")).isEmpty();
        assertThat(gateway.frames("notification")).singleElement().satisfies(frame -> {
            assertThat(frame.at("/notificationId").asText()).isEqualTo(id);
            assertThat(frame.at("/notification/body").asText()).isEqualTo("hello");
            assertThat(frame.at("/notification/eventId").asText()).isEqualTo(event.id());
            assertThat(frame.at("/unread/count").asInt()).isEqualTo(1);
        });
        assertThat(rows("select count(*) from attempt where state = 'DELIVERED' and notification_id = '" + id + "'"))
                .isEqualTo(1);
    }

    @Test
    void makesOneRowHoweverOftenTheEventComes() throws Exception {
        Event event = message("once");
        store(event);
        store(event);
        store(event);
        store(message("twice"));

        awaitCount(2);

        assertThat(unread()).isEqualTo(2);
        assertThat(rows("select count(*) from notification where event_id = '" + event.id() + "'"))
                .isEqualTo(1);
    }

    @Test
    void staysCreatedWhenNobodyListensAndSaysWhy() throws Exception {
        store(message("offline"));

        String id = awaitOne("CREATED");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(rows("select count(*) from attempt where state = 'FAILED'"
                                + " and reason = 'no socket open' and notification_id = '" + id + "'"))
                        .isEqualTo(1));
        assertThat(status()).isEqualTo("CREATED");
    }

    @Test
    void sendsWhatWasMissedInOrderWhenItsOwnerComesBack() throws Exception {
        for (int i = 1; i <= 3; i++) {
            store(message("missed " + i));
            String id = awaitCount(i);
            await().atMost(SOON).until(() -> attempts(id, "FAILED") == 1);
        }
        as(user).post(LIST + "/" + list(user).path("items[1].id") + "/read");
        gateway.socketOf(user, true);

        gateway.joined(user);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(list(user).<List<String>>path("items.status"))
                        .containsExactly("DELIVERED", "READ", "DELIVERED"));
        assertThat(gateway.frames("notification").stream()
                        .map(frame -> frame.at("/notification/body").asText()))
                .containsExactly("missed 1", "missed 3");
        gateway.joined(user);
        gateway.joined("");
        assertThat(gateway.frames("notification")).hasSize(2);
    }

    @Test
    void takesConfirmationsAndReadsFromTheSocket() throws Exception {
        store(message("late"));
        String id = awaitOne("CREATED");

        assertThat(gateway.clientDid("ack", sender, id)).isFalse();
        assertThat(gateway.clientDid("ack", user, id)).isTrue();
        assertThat(status()).isEqualTo("DELIVERED");
        assertThat(gateway.clientDid("read", user, id)).isTrue();
        assertThat(status()).isEqualTo("READ");
        assertThat(gateway.clientDid("ack", user, id)).isTrue();
        assertThat(status()).isEqualTo("READ");
        assertThat(gateway.clientDid("explode", user, id)).isFalse();
    }

    @Test
    void goesOnAfterAnEventThatSuitsNoRule() throws Exception {
        store(event("message_posted", "{\"text\":\"nobody\"}"));
        store(event("message_posted", "[1,2]"));
        store(event("message_posted", "{\"participants\":\"a b\",\"text\":5}"));
        store(message("\\u0000 \\ud800 fine"));

        awaitOne("CREATED");

        assertThat(list(user).<String>path("items[0].body")).endsWith("fine");
        assertThat(given().get("/metrics").asString())
                .contains("notifications_total{channel=\"inbox\",outcome=\"faulty\",rule=\"new-message\"}");
    }

    @Test
    void takesUpWhatWasStoredButNotSentWhileItIsWorthIt() throws Exception {
        store(message("too old"));
        String old = awaitCount(1);
        store(message("crashed"));
        String crashed = awaitCount(2);
        for (String id : List.of(old, crashed)) {
            await().atMost(SOON).until(() -> attempts(id, "FAILED") == 1);
        }
        gateway.socketOf(user, true);

        change("update attempt set state = 'QUEUED', created_at = created_at - interval '11 minutes'"
                + " where notification_id = '" + old + "'");
        change("update attempt set state = 'QUEUED' where notification_id = '" + crashed + "'");
        change("update attempt set lease_until = now() - interval '1 second' where notification_id in ('" + old + "', '"
                + crashed + "')");

        await().atMost(SOON).until(() -> attempts(crashed, "DELIVERED") == 1);
        await().atMost(SOON).until(() -> attempts(old, "FAILED") == 1);
        assertThat(gateway.frames("notification"))
                .singleElement()
                .satisfies(frame ->
                        assertThat(frame.path("notificationId").asText()).isEqualTo(crashed));
    }

    @Test
    void tellsHowItIs() {
        given().get("/livez").then().statusCode(200);
        given().get("/openapi").then().statusCode(200);
        assertThat(given().get("/metrics").asString()).contains("jvm_memory_used_bytes");
    }
}
