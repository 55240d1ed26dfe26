package dev.eventbus.interceptor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.Attempt;
import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.EventBus;
import dev.eventbus.EventContext;
import dev.eventbus.EventDraft;
import dev.eventbus.Interceptor;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.Subscription;
import dev.eventbus.Verdict;
import dev.eventbus.VerdictHandler;
import dev.eventbus.dispatch.Overflow;
import dev.eventbus.memory.MemoryTransport;
import dev.eventbus.retry.RetryPolicy;
import dev.eventbus.testkit.RecordingHandler;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code /metrics} would print. */
class MetricsTest {
    private static final SubscribeOptions DEALS =
            SubscribeOptions.to("deal.closed").org("org_1").retry(RetryPolicy.fixed(Duration.ZERO, 2));

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final RecordingHandler handler = new RecordingHandler();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final EventBus bus = EventBus.builder()
            .transport(new MemoryTransport())
            .workers(1)
            .queueCapacity(3)
            .overflow(Overflow.DROP_NEWEST)
            .intercept(new Metrics(registry))
            .build();

    @AfterEach
    void close() {
        gate.countDown();
        bus.close();
    }

    @Test
    void publishesAreCountedByDurabilityAndOutcome() {
        publish("one", Durability.PERSISTENT);
        publish("one", Durability.PERSISTENT);
        publish("two", Durability.EPHEMERAL);
        assertThat(metric("eventbus_published_total{durability=\"persistent\",outcome=\"stored\"}"))
                .isEqualTo("1.0");
        assertThat(metric("eventbus_published_total{durability=\"persistent\",outcome=\"duplicate\"}"))
                .isEqualTo("1.0");
        assertThat(metric("eventbus_published_total{durability=\"persistent\",outcome=\"failed\"}"))
                .isEqualTo("0.0");
        assertThat(metric("eventbus_published_total{durability=\"ephemeral\",outcome=\"sent\"}"))
                .isEqualTo("1.0");
        assertThat(metric("eventbus_publish_seconds_count")).isEqualTo("3");
        assertThat(metric("eventbus_publish_seconds_bucket{le=\"60.0\"}")).isEqualTo("3");
    }

    @Test
    void attemptsRetriesAndDeadLettersAreCounted() throws Exception {
        handler.failing(4);
        bus.subscribe(DEALS.durable("reports"), handler);
        publish("one", Durability.PERSISTENT);
        publish("two", Durability.PERSISTENT);
        handler.await(5);
        assertThat(bus.drain(Duration.ofSeconds(20))).isTrue();

        assertThat(metric("eventbus_handler_seconds_count{subscription=\"reports\"}"))
                .isEqualTo("5");
        assertThat(metric("eventbus_retries_total")).isEqualTo("3.0");
        assertThat(metric("eventbus_dead_letters_total{class=\"exhausted\"}")).isEqualTo("1.0");
        assertThat(metric("eventbus_dead_letters_total{class=\"permanent\"}")).isEqualTo("0.0");
        assertThat(metric("eventbus_dispatch_queue_depth{subscription=\"reports\"}"))
                .isEqualTo("0.0");
    }

    @Test
    void anInterceptorThatFailsWithinCountsAsAFailedAttempt() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        bus.subscribe(
                DEALS.durable("reports").intercept(new Interceptor() {
                    @Override
                    public Verdict handle(String subscription, Event event, Attempt attempt, VerdictHandler next)
                            throws Exception {
                        if (calls.incrementAndGet() == 1) {
                            throw new IllegalStateException("told to fail");
                        }
                        return next.handle(event, attempt);
                    }
                }),
                handler);
        publish("one", Durability.PERSISTENT);
        handler.await(1);
        assertThat(bus.drain(Duration.ofSeconds(20))).isTrue();

        assertThat(metric("eventbus_retries_total")).isEqualTo("1.0");
        assertThat(metric("eventbus_handler_seconds_count{subscription=\"reports\"}"))
                .isEqualTo("2");
    }

    @Test
    void depthAndLossesAreThoseOfTheQueuesAndLossesStayWhenASubscriptionGoes() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        Subscription slow = bus.subscribe(DEALS.localOnly(), event -> {
            started.countDown();
            gate.await();
        });
        Subscription refusing = bus.subscribe(DEALS.localOnly().overflow(Overflow.FAIL), event -> gate.await());
        publish("first", Durability.EPHEMERAL);
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 10; i++) {
            publish("e" + i, Durability.EPHEMERAL);
        }

        assertThat(metric("eventbus_dispatch_queue_depth{subscription=\"local\"}"))
                .isEqualTo("6.0");
        assertThat(metric("eventbus_dropped_total{reason=\"dropped\"}")).isEqualTo("7.0");
        double rejected = refusing.counts().rejected();
        assertThat(rejected).isBetween(6.0, 8.0);
        assertThat(metric("eventbus_dropped_total{reason=\"rejected\"}")).isEqualTo(Double.toString(rejected));

        gate.countDown();
        slow.close();
        refusing.close();
        assertThat(metric("eventbus_dropped_total{reason=\"dropped\"}")).isEqualTo("7.0");
        assertThat(metric("eventbus_dropped_total{reason=\"rejected\"}")).isEqualTo(Double.toString(rejected));
    }

    @Test
    void subscriptionsThatComeAndGoLeaveNoMetersBehind() throws Exception {
        int before = registry.getMeters().size();
        for (int i = 0; i < 20; i++) {
            Subscription live = bus.subscribe(DEALS, handler);
            Subscription durable = bus.subscribe(DEALS.durable("d" + i), handler);
            publish("e" + i, Durability.PERSISTENT);
            handler.await(1);
            assertThat(registry.getMeters()).hasSize(before + 4);
            durable.close();
            live.close();
        }

        assertThat(registry.getMeters()).hasSize(before);
        assertThat(registry.scrape()).doesNotContain("subscription=");
    }

    @Test
    void ofTwoSubscriptionsOfOneNameTheLastOneTakesTheMetersAlong() {
        Subscription one = bus.subscribe(DEALS.durable("reports"), handler);
        Subscription two = bus.subscribe(DEALS.durable("reports"), handler);

        one.close();
        assertThat(registry.scrape()).contains("eventbus_handler_seconds_count{subscription=\"reports\"}");
        two.close();
        assertThat(registry.scrape()).doesNotContain("subscription=\"reports\"");
    }

    @Test
    void inventedKindsOfDeadLettersAreCountedTogetherFromSomePointOn() throws Exception {
        AtomicInteger kinds = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(30);
        bus.subscribe(DEALS.durable("reports"), (event, attempt) -> {
            all.countDown();
            return new Verdict.DeadLetter("kind" + kinds.incrementAndGet(), "no use", null);
        });
        for (int i = 0; i < 30; i++) {
            publish("e" + i, Durability.PERSISTENT);
        }
        assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(bus.drain(Duration.ofSeconds(20))).isTrue();

        assertThat(metric("eventbus_dead_letters_total{class=\"kind13\"}")).isEqualTo("1.0");
        assertThat(metric("eventbus_dead_letters_total{class=\"other\"}")).isEqualTo("17.0");
        assertThat(registry.find("eventbus.dead.letters").counters()).hasSize(17);
    }

    private void publish(String id, Durability durability) {
        bus.publish(
                        EventContext.of("org_1", "crm"),
                        "deal.closed",
                        EventDraft.of("d_1", Map.of("amount", 7)).withId(id),
                        durability)
                .toCompletableFuture()
                .exceptionally(failure -> null)
                .join();
    }

    /** The value of the line that begins with the name, labels sorted. */
    private String metric(String name) {
        return registry.scrape()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElse("missing in\n" + registry.scrape());
    }
}
