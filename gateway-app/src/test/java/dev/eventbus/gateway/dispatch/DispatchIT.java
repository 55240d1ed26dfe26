package dev.eventbus.gateway.dispatch;

import static dev.eventbus.gateway.Users.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.extensions.EventHandler;
import dev.eventbus.extensions.InProcessEventGateway;
import dev.eventbus.extensions.PlatformEventHandler;
import dev.eventbus.gateway.GatewayStack;
import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.retry.RetryPolicy;
import dev.eventbus.webhook.Endpoint;
import dev.eventbus.webhook.Signer;
import dev.eventbus.webhook.WebhookUrl;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class DispatchIT {
    private static final RetryPolicy TWO_RETRIES = RetryPolicy.fixed(Duration.ofMillis(200), 2);
    private static final String SECRET = "whsec_" + "QUJD".repeat(8);

    @Inject
    Jdbc jdbc;

    @Inject
    TestSubscribers stored;

    @Inject
    Subscribers subscribers;

    @Inject
    InProcessEventGateway extensions;

    private final List<Sink> sinks = new ArrayList<>();

    @AfterEach
    void close() {
        stored.clear();
        subscribers.changed();
        sinks.forEach(Sink::close);
    }

    @Test
    void deliversAnEventSignedAndOnce() throws Exception {
        Sink sink = sink(number -> 204);
        Target target = new Target.Http(
                new Endpoint(WebhookUrl.parse(sink.url()), Map.of(), Duration.ofSeconds(5)),
                Signer.of(List.of(SECRET)),
                5);
        subscribe(Samples.subscriber(SubscriberId.extension("ok"), "ok.thing.done", target, TWO_RETRIES));

        String id = publish("ok.thing.done", "{ \"exact\": 1.00 }");

        awaitRow(id, "extension/ok", "DELIVERED 1 204");
        assertThat(sink.received()).hasSize(1);
        Sink.Received request = sink.received().getFirst();
        assertThat(request.id()).isEqualTo(id);
        assertThat(request.signature()).startsWith("v1,");
        assertThat(request.path()).isEqualTo("/events");
        assertThat(request.body())
                .startsWith("{\"eventId\":\"" + id + "\",\"eventKey\":\"ok.thing.done\",\"workspaceId\":\"demo\"")
                .endsWith("\"payload\":{ \"exact\": 1.00 }}");
    }

    @Test
    void triesAgainWithTheSameIdUntilTheEndpointTakesIt() throws Exception {
        Sink sink = sink(number -> number < 3 ? 503 : 200);
        subscribe(hook("again", sink, TWO_RETRIES));

        String id = publish("again.thing.done", "{}");

        awaitRow(id, "subscription/again", "DELIVERED 3 200");
        assertThat(sink.received()).extracting(Sink.Received::id).containsExactly(id, id, id);
    }

    @Test
    void keepsADeadLetterOfWhatFailedForGood() throws Exception {
        subscribe(hook("dead", sink(number -> 500), TWO_RETRIES));

        String id = publish("dead.thing.done", "{}");

        awaitRow(id, "subscription/dead", "DEAD 3 500");
        assertThat(letter(id))
                .isEqualTo("exhausted OPEN 3 500 request 3 dead.thing.done"
                        + " failed 3 times, last: endpoint answered 500");
        assertThat(given().get("/metrics").asString())
                .contains("gateway_deliveries_total{kind=\"subscription\",outcome=\"dead_letter\"}")
                .contains("eventbus_dead_letters_total{class=\"exhausted\"}")
                .contains("eventbus_consumer_lag{durable=\"dispatch\"}");
    }

    /** As when writing its result takes longer than the lease. */
    @Test
    void makesNoAttemptBesideItsOwnWhenTheLeaseRunsOut() throws Exception {
        CountDownLatch asleep = new CountDownLatch(1);
        Sink slow = sink(number -> {
            try {
                asleep.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                return 500;
            }
            return 200;
        });
        subscribe(hook("leased", slow, TWO_RETRIES));
        String id = publish("leased.thing.done", "{}");
        awaitRow(id, "subscription/leased", "PENDING 1 null");

        jdbc.update("update gateway.delivery set next_attempt_at = now() where subscriber = 'subscription/leased'");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> one("select next_attempt_at > now() from gateway.delivery"
                                + " where subscriber = 'subscription/leased'")
                        .equals("t"));
        assertThat(slow.received()).hasSize(1);
        asleep.countDown();

        awaitRow(id, "subscription/leased", "DELIVERED 1 200");
        assertThat(slow.received()).hasSize(1);
    }

    @Test
    void letsNoHangingEndpointDelayAnotherAndDeliversToItWhenItWakes() throws Exception {
        CountDownLatch asleep = new CountDownLatch(1);
        Sink hanging = sink(number -> {
            try {
                asleep.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                return 500;
            }
            return 200;
        });
        Sink healthy = sink(number -> 200);
        subscribe(hook("hang", hanging, TWO_RETRIES), extra("swift", "hang.thing.done", healthy));

        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            ids.add(publish("hang.thing.done", "{}"));
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> healthy.received().size() == 40);
        assertThat(hanging.received()).hasSizeLessThanOrEqualTo(5);
        asleep.countDown();

        for (String id : ids) {
            awaitRow(id, "subscription/hang", "DELIVERED 1 200");
        }
        assertThat(hanging.received()).hasSize(40);
        assertThat(healthy.received()).hasSize(40);
    }

    @Test
    void pausesASubscriptionWhoseEndpointIsGone() throws Exception {
        subscribe(hook("gone", sink(number -> 410), TWO_RETRIES));

        String id = publish("gone.thing.done", "{}");

        awaitRow(id, "subscription/gone", "DEAD 1 410");
        await().atMost(Duration.ofSeconds(5)).until(() -> !stored.paused().isEmpty());
        assertThat(stored.paused()).containsEntry(SubscriberId.subscription("gone"), "endpoint answered 410 Gone");
        assertThat(subscribers.find(SubscriberId.subscription("gone"), "demo")).isEmpty();
        assertThat(letter(id)).startsWith("permanent OPEN 1 410");
    }

    @Test
    void reachesAnExternalAndAnInProcessSubscriberWithTheSameEvent() throws Exception {
        Sink sink = sink(number -> 200);
        Noted handler = new Noted();
        subscribe(
                hook("both", sink, TWO_RETRIES),
                Samples.subscriber(
                        SubscriberId.extension("within"), "both.thing.done", new Target.InProcess(), TWO_RETRIES));
        try (var registration = extensions.register("within", handler)) {
            String id = publish("both.thing.done", "{\"name\":\"x\"}");

            awaitRow(id, "subscription/both", "DELIVERED 1 200");
            awaitRow(id, "extension/within", "DELIVERED 1 null");
            assertThat(handler.names).containsExactly("x");
            String unfit = publish("both.thing.done", "{\"name\":{}}");
            awaitRow(unfit, "extension/within", "DEAD 1 null");
            assertThat(letter(unfit)).startsWith("permanent").contains("$.name");
        }
    }

    @Test
    void refusesAddressesThatAreNotPublicAtOnce() {
        subscribe(Samples.subscriber(
                SubscriberId.subscription("inside"),
                "inside.thing.done",
                Samples.http("http://10.1.2.3/", Duration.ofSeconds(5), 5),
                TWO_RETRIES));

        String id = publish("inside.thing.done", "{}");

        awaitRow(id, "subscription/inside", "DEAD 1 null");
        assertThat(letter(id)).startsWith("permanent").contains("policy:").doesNotContain("10.1.2.3/");
    }

    @Test
    void repeatsNoDeliveryThatCouldNotBeWrittenWhilePostgresqlWasAway() throws Exception {
        Sink sink = sink(number -> 200);
        subscribe(hook("outage", sink, TWO_RETRIES));
        String during;
        jdbc.update("alter table gateway.delivery rename to delivery_gone");
        try {
            during = publish("outage.thing.done", "{}");
            await().atMost(Duration.ofSeconds(10)).until(() -> sink.received().size() == 1);
        } finally {
            jdbc.update("alter table gateway.delivery_gone rename to delivery");
        }

        awaitRow(during, "subscription/outage", "DELIVERED 1 200");
        assertThat(sink.received()).hasSize(1);
    }

    @Test
    void keepsWhatIsDueWhileASubscriberIsNotActive() throws Exception {
        Sink sink = sink(number -> number == 1 ? 500 : 200);
        Subscriber hook = hook("off", sink, RetryPolicy.fixed(Duration.ofSeconds(1), 2));
        subscribe(hook);
        String id = publish("off.thing.done", "{}");
        awaitRow(id, "subscription/off", "PENDING 1 500");

        stored.remove(hook.id());
        subscribers.changed();
        await().atMost(Duration.ofSeconds(5))
                .until(() -> one("select next_attempt_at < now() - interval '500 ms' from gateway.delivery"
                                + " where event_id = '" + id + "'")
                        .equals("t"));
        assertThat(sink.received()).hasSize(1);
        subscribe(hook);

        awaitRow(id, "subscription/off", "DELIVERED 2 200");
    }

    @Test
    void drainsTheRetriesOfAFailingEndpointQuickly() throws Exception {
        subscribe(hook("storm", sink(number -> 500), RetryPolicy.fixed(Duration.ZERO, 2)));
        for (int i = 0; i < 20; i++) {
            as("member")
                    .contentType("application/json")
                    .body("[" + "{\"eventKey\":\"storm.thing.done\"},".repeat(99)
                            + "{\"eventKey\":\"storm.thing.done\"}]")
                    .post("/api/workspaces/demo/events/publish/batch");
        }

        await().atMost(Duration.ofSeconds(30))
                .until(() -> one("select count(*) from gateway.dead_letter_event where attempts = 3 and subscriber ="
                                + " 'subscription/storm'")
                        .equals("2000"));
        assertThat(one("select count(*) from gateway.delivery where subscriber = 'subscription/storm'"
                        + " and state = 'DEAD' and attempts = 3"))
                .isEqualTo("2000");
    }

    private Sink sink(IntUnaryOperator answer) throws Exception {
        Sink sink = new Sink(answer);
        sinks.add(sink);
        return sink;
    }

    /** Gets events of key {@code name.thing.done}. */
    private static Subscriber hook(String name, Sink sink, RetryPolicy retry) {
        return Samples.subscriber(
                SubscriberId.subscription(name),
                name + ".thing.done",
                Samples.http(sink.url(), Duration.ofSeconds(25), 5),
                retry);
    }

    private static Subscriber extra(String name, String eventKey, Sink sink) {
        return Samples.subscriber(
                SubscriberId.subscription(name),
                eventKey,
                Samples.http(sink.url(), Duration.ofSeconds(5), 20),
                TWO_RETRIES);
    }

    private void subscribe(Subscriber... added) {
        for (Subscriber subscriber : added) {
            stored.add(subscriber);
        }
        subscribers.changed();
    }

    private static String publish(String eventKey, String payload) {
        return as("member")
                .contentType("application/json")
                .body("{\"eventKey\":\"" + eventKey + "\",\"payload\":" + payload + "}")
                .post("/api/workspaces/demo/events/publish")
                .path("eventId");
    }

    private void awaitRow(String eventId, String subscriber, String expected) {
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(jdbc.query(
                                "select state, attempts, last_status from gateway.delivery where event_id = ?"
                                        + " and subscriber = ? and workspace_id = 'demo'",
                                List.of(eventId, subscriber),
                                row -> row.getString(1) + " " + row.getInt(2) + " " + row.getString(3)))
                        .containsExactly(expected));
    }

    private String letter(String eventId) {
        return jdbc.query(
                        "select concat_ws(' ', class, state, attempts, last_status, last_body, event_key, reason)"
                                + " from gateway.dead_letter_event where event_id = ?",
                        List.of(eventId),
                        row -> row.getString(1))
                .getFirst();
    }

    private String one(String sql) {
        return jdbc.query(sql, List.of(), row -> row.getString(1)).getFirst();
    }

    /** Keeps the names it was told. */
    public static final class Noted implements PlatformEventHandler {
        final List<String> names = new CopyOnWriteArrayList<>();

        /** A payload. */
        public record Named(String name) {}

        @EventHandler(eventKey = "both.thing.done", async = true)
        public void on(Named payload) {
            names.add(payload.name());
        }
    }
}
