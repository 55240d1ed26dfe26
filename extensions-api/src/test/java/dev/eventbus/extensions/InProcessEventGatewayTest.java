package dev.eventbus.extensions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.Event;
import dev.eventbus.EventKey;
import dev.eventbus.Payload;
import dev.eventbus.extensions.HandlerResult.Failed;
import dev.eventbus.topic.TopicPattern;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InProcessEventGatewayTest {
    private final InProcessEventGateway gateway = InProcessEventGateway.create();
    private final List<Object> received = new ArrayList<>();

    @AfterEach
    void close() {
        gateway.close();
    }

    record Deal(String dealId, String amount) {}

    class EveryShape implements PlatformEventHandler {
        @EventHandler(eventKey = "crm.deal.closed")
        void a(Deal deal) {
            received.add(deal);
        }

        @EventHandler(eventKey = "crm.deal.closed")
        void b(Deal deal, EventEnvelope envelope) {
            received.add(deal.dealId() + " of " + envelope.workspaceId());
        }

        @EventHandler(eventKey = "crm.deal.closed")
        void c(Event event) {
            received.add(event);
        }

        @EventHandler(eventKey = "crm.deal.closed")
        public void d(EventEnvelope envelope) {
            received.add(envelope);
        }

        @EventHandler(eventKey = "crm.deal.closed")
        protected void e(Payload payload) {
            received.add(payload);
        }

        @EventHandler(eventKey = "crm.deal.closed")
        void f(Map<String, Object> payload) {
            received.add(payload.get("currency"));
        }
    }

    @Test
    void callsEveryShapeOfMethodWithTheEvent() {
        gateway.register("crm", new EveryShape());
        Event event = Events.dealClosed();

        List<Invocation> invocations = gateway.dispatch("crm", event);

        assertThat(received)
                .containsExactly(
                        new Deal("deal-123", "5000.00"),
                        "deal-123 of demo",
                        event,
                        EventEnvelope.of(event),
                        event.payload(),
                        "USD");
        assertThat(invocations)
                .hasSize(6)
                .allSatisfy(call -> assertThat(call.result()).isCompletedWithValue(HandlerResult.HANDLED));
        assertThat(invocations.getFirst().handler()).isEqualTo(EveryShape.class.getName() + "#a");
    }

    @ParameterizedTest
    @CsvSource({
        "crm.deal.closed, crm.deal.closed, true",
        "crm.deal.closed, crm.deal.lost, false",
        "crm.deal.closed, erp.deal.closed, false",
        "crm.deal.*, crm.deal.lost, true",
        "crm.*.closed, crm.ticket.closed, true",
        "*.*, crm.deal.closed, true",
        "deal.closed, crm.deal.closed, true",
        "deal.closed, crm.deal.stage.closed, false",
        "crm.deal.stage.changed, crm.deal.stage.changed, true",
        "crm.deal.*.changed, crm.deal.stage.changed, true",
    })
    void callsTheMethodsWhoseKeyOrPatternFits(String pattern, String eventKey, boolean fits) {
        HandlerMethod method = new HandlerMethod(
                "m", false, pattern, TopicPattern.of("*", EventKey.parsePattern(pattern), "*", Map.of()), null);

        assertThat(method.takes(Events.event(eventKey, "{}").topic())).isEqualTo(fits);
    }

    @Test
    void callsOnlyTheExtensionNamed() {
        gateway.register("crm", new EveryShape());

        assertThat(gateway.dispatch("erp", Events.dealClosed())).isEmpty();
        assertThat(received).isEmpty();
    }

    @Test
    void closingARegistrationEndsThatOneAndNoOther() {
        EveryShape handler = new EveryShape();
        InProcessEventGateway.Registration first = gateway.register("crm", handler);
        InProcessEventGateway.Registration second = gateway.register("crm", handler);

        first.close();
        first.close();

        assertThat(gateway.dispatch("crm", Events.dealClosed())).hasSize(6);
        second.close();
        assertThat(gateway.dispatch("crm", Events.dealClosed())).isEmpty();
    }

    @Test
    void refusesAnExtensionKeyThatIsNoSegment() {
        assertThatThrownBy(() -> gateway.register("my crm", new EveryShape()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("extensionKey must match");
    }

    class Failing implements PlatformEventHandler {
        @EventHandler(eventKey = "crm.deal.closed")
        void a(Event event) throws Exception {
            throw new IOException("disk full");
        }

        @EventHandler(eventKey = "crm.deal.closed")
        void b(Event event) {
            throw new NoClassDefFoundError("com/example/Missing");
        }

        @EventHandler(eventKey = "crm.deal.closed")
        void c(Event event) throws InterruptedException {
            throw new InterruptedException("stopped");
        }

        @EventHandler(eventKey = "crm.deal.closed")
        void d(Event event) {
            received.add(event);
        }
    }

    @Test
    void turnsWhatAMethodThrowsIntoAFailureAndGoesOnWithTheNext() {
        gateway.register("crm", new Failing());

        List<HandlerResult> results = results(gateway.dispatch("crm", Events.dealClosed()));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(results.subList(0, 3))
                .extracting(result -> ((Failed) result).reason())
                .containsExactly(
                        "java.io.IOException: disk full",
                        "java.lang.NoClassDefFoundError: com/example/Missing",
                        "java.lang.InterruptedException: stopped");
        assertThat(results.subList(0, 3)).noneMatch(result -> ((Failed) result).isPermanent());
        assertThat(results.get(3)).isEqualTo(HandlerResult.HANDLED);
        assertThat(received).hasSize(1);
    }

    record Order(List<Item> items) {
        record Item(int amount) {}
    }

    class Orders implements PlatformEventHandler {
        @EventHandler(eventKey = "shop.order.placed")
        void on(Order order) {
            received.add(order);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"items\":[{\"amount\":1},{\"amount\":\"secret\"}]} | $.items[1].amount",
                "{\"items\":\"secret\"}                                | $.items",
                "[\"secret\"]                                          | $",
                "\"secret\"                                            | $",
                "null                                                  | $",
            })
    void namesTheJsonPathThatDoesNotFitAndKeepsTheValueToItself(String json, String path) {
        gateway.register("shop", new Orders());

        Failed failed = (Failed) results(gateway.dispatch("shop", Events.event("shop.order.placed", json)))
                .getFirst();

        assertThat(failed.jsonPath()).isEqualTo(path);
        assertThat(failed.isPermanent()).isTrue();
        assertThat(failed.reason())
                .startsWith("payload does not fit " + Order.class.getName() + " at " + path)
                .doesNotContain("secret");
        assertThat(received).isEmpty();
    }

    @Test
    void ignoresPropertiesTheParameterDoesNotHave() {
        gateway.register("shop", new Orders());

        gateway.dispatch("shop", Events.event("shop.order.placed", "{\"items\":[],\"note\":\"new\"}"));

        assertThat(received).containsExactly(new Order(List.of()));
    }

    private static List<HandlerResult> results(List<Invocation> invocations) {
        return invocations.stream()
                .map(call -> call.result().toCompletableFuture().join())
                .toList();
    }

    @Test
    void saysWhichKeysTheHandlersOfAnExtensionTake() {
        class Deals implements PlatformEventHandler {
            @EventHandler(eventKey = "crm.deal.*")
            void all(EventEnvelope envelope) {}

            @EventHandler(eventKey = "platform.notification")
            void notification(EventEnvelope envelope) {}
        }
        InProcessEventGateway.Registration registration = gateway.register("deals", new Deals());

        assertThat(gateway.eventKeys("deals")).containsExactlyInAnyOrder("crm.deal.*", "platform.notification");
        assertThat(gateway.isRegistered("deals")).isTrue();
        registration.close();
        assertThat(gateway.eventKeys("deals")).isEmpty();
        assertThat(gateway.isRegistered("deals")).isFalse();
    }

    @Test
    void doesNotTryAgainWhatAHandlerCallsUnfit() {
        gateway.register("crm", new PlatformEventHandler() {
            @EventHandler(eventKey = "crm.deal.closed")
            void on(Deal deal) {
                throw new PayloadMismatchException("$.amount", "amount must be positive");
            }
        });

        assertThat(gateway.dispatch("crm", Events.dealClosed()))
                .singleElement()
                .satisfies(call -> assertThat(call.result())
                        .isCompletedWithValueMatching(result -> result instanceof Failed failed
                                && failed.isPermanent()
                                && "$.amount".equals(failed.jsonPath())));
    }
}
