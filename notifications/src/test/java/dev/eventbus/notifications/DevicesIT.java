package dev.eventbus.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eventbus.notifications.push.Browser;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What users do with their devices. */
@QuarkusTest
@QuarkusTestResource(NotifierResources.class)
class DevicesIT extends NotifierProcess {
    static final String DEVICES = "/api/workspaces/demo/recipients/me/devices";

    private static String endpoint() {
        return "http://127.0.0.1:9/push/" + UUID.randomUUID();
    }

    private static Response register(String userId, String body) {
        return as(userId).contentType("application/json").body(body).post(DEVICES);
    }

    @Test
    void showsADeviceWithoutWhatIsNeededToPushToIt() throws Exception {
        Browser browser = Browser.create();
        String endpoint = endpoint();

        Response created = register(user, browser.registration(endpoint, "Laptop"));

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.<String>path("host")).isEqualTo("127.0.0.1");
        Response list = as(user).get(DEVICES);
        assertThat(list.<List<String>>path("items.name")).containsExactly("Laptop");
        assertThat(list.<List<String>>path("items.id")).containsExactly(created.<String>path("id"));
        assertThat(list.asString())
                .doesNotContain(endpoint)
                .doesNotContain(browser.p256dh())
                .doesNotContain(browser.auth());
        assertThat(as(sender).get(DEVICES).<List<?>>path("items")).isEmpty();
    }

    @Test
    void knowsADeviceAgainAndGivesItToWhoeverBringsItLast() throws Exception {
        String body = Browser.create().registration(endpoint(), "Laptop");
        String first = register(user, body).path("id");

        Response again = register(user, body);
        Response moved = register(sender, body);

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.<String>path("id")).isEqualTo(first);
        assertThat(moved.statusCode()).isEqualTo(201);
        assertThat(as(user).get(DEVICES).<List<?>>path("items")).isEmpty();
        assertThat(as(sender).get(DEVICES).<List<?>>path("items")).hasSize(1);
    }

    @Test
    void deletesOnlyOnesOwn() throws Exception {
        String id = register(user, Browser.create().registration(endpoint(), "Laptop"))
                .path("id");

        assertThat(as(sender).delete(DEVICES + "/" + id).statusCode()).isEqualTo(404);
        assertThat(as(user).delete("/api/workspaces/other/recipients/me/devices/" + id)
                        .statusCode())
                .isEqualTo(404);
        assertThat(as(user).delete(DEVICES + "/x%00").statusCode()).isEqualTo(404);
        assertThat(as(user).get(DEVICES).<List<?>>path("items")).hasSize(1);
        assertThat(as(user).delete(DEVICES + "/" + id).statusCode()).isEqualTo(204);
        assertThat(as(user).delete(DEVICES + "/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void letsGoOfWhatWasOfUseLongestAgoHoweverManyComeAtOnce() throws Exception {
        String oldest = register(user, Browser.create().registration(endpoint(), "oldest"))
                .path("id");
        List<Callable<Response>> more = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            String body = Browser.create().registration(endpoint(), "n" + i);
            more.add(() -> register(user, body));
        }

        try (var clients = Executors.newFixedThreadPool(8)) {
            for (var done : clients.invokeAll(more)) {
                assertThat(done.get().statusCode()).isEqualTo(201);
            }
        }

        List<String> left = as(user).get(DEVICES).path("items.id");
        assertThat(left).hasSize(20).doesNotContain(oldest);
    }

    @Test
    void tellsBrowsersTheSameKeyEachTime() throws Exception {
        String path = "/api/workspaces/demo/push/vapid-key";
        String key = as(user).get(path).path("publicKey");

        assertThat(as(sender).get(path).<String>path("publicKey")).isEqualTo(key);
        assertThat(Base64.getUrlDecoder().decode(key)).hasSize(65).startsWith(4);
        assertThat(as(user).get("/api/workspaces/other/push/vapid-key").statusCode())
                .isEqualTo(404);
        assertThat(rows("select count(*) from vapid_key")).isEqualTo(1);
    }

    @Test
    void refusesWhatItCannotPushToAndStoresNothing() throws Exception {
        Response refused = register(user, Browser.create().registration("https://169.254.169.254/latest", "x"));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.contentType()).startsWith("application/problem+json");
        assertThat(refused.<String>path("errors[0].field")).isEqualTo("subscription.endpoint");
        assertThat(new ObjectMapper().readTree(refused.asString()).isObject()).isTrue();
        assertThat(as(user).get(DEVICES).<List<?>>path("items")).isEmpty();
    }
}
