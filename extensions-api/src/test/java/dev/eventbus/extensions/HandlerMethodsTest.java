package dev.eventbus.extensions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.eventbus.Event;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HandlerMethodsTest {
    record Deal(String dealId) {}

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments(
                        new PlatformEventHandler() {
                            @EventHandler(eventKey = "a.b")
                            void nothing() {}
                        },
                        "#nothing() must take a payload"),
                arguments(
                        new PlatformEventHandler() {
                            @EventHandler(eventKey = "a.b")
                            void three(Deal deal, EventEnvelope envelope, String more) {}
                        },
                        "took 3 parameters"),
                arguments(
                        new PlatformEventHandler() {
                            @EventHandler(eventKey = "a.b")
                            void second(Deal deal, Event event) {}
                        },
                        "must take EventEnvelope as second parameter, took dev.eventbus.Event"),
                arguments(
                        new PlatformEventHandler() {
                            @EventHandler(eventKey = "a.b")
                            int count(Deal deal) {
                                return 1;
                            }
                        },
                        "must return void, returned int"),
                arguments(
                        new StaticMethod(),
                        "StaticMethod#on(dev.eventbus.extensions.EventEnvelope) must not be static"),
                arguments(
                        new PlatformEventHandler() {
                            @EventHandler(eventKey = "a.b")
                            void primitive(int number) {}
                        },
                        "took int"),
                arguments(
                        new PlatformEventHandler() {
                            @EventHandler(eventKey = "a.b")
                            void list(List<Deal> deals) {}
                        },
                        "HandlerMethodsTest$Deal>; declare a record for it"),
                arguments(
                        new PlatformEventHandler() {
                            @EventHandler(eventKey = "a.b")
                            void counts(Map<String, Long> counts) {}
                        },
                        "took java.util.Map<java.lang.String, java.lang.Long>"),
                arguments(
                        new PlatformEventHandler() {
                            @EventHandler(eventKey = "a.b")
                            <T> void anything(T payload) {}
                        },
                        "took T; declare a record"),
                arguments(
                        new PlatformEventHandler() {
                            @EventHandler(eventKey = "deal")
                            void key(Deal deal) {}
                        },
                        "HandlerMethodsTest$Deal): eventPattern must have 2 to 16 segments"),
                arguments(
                        new PlatformEventHandler() {
                            @EventHandler(eventKey = "crm.de al.closed")
                            void key(Deal deal) {}
                        },
                        "eventPattern segment 2 must match"),
                arguments(new PlatformEventHandler() {}, "must have a method annotated with @EventHandler, had none"));
    }

    static class StaticMethod implements PlatformEventHandler {
        @EventHandler(eventKey = "a.b")
        static void on(EventEnvelope envelope) {}
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesAMethodThatCannotTakeEventsAndNamesIt(PlatformEventHandler handler, String message) {
        assertThatThrownBy(() -> HandlerMethods.of(handler))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(handler.getClass().getName())
                .hasMessageContaining(message);
    }

    static class Base implements PlatformEventHandler {
        @EventHandler(eventKey = "crm.deal.closed")
        void inherited(Deal deal) {}

        @EventHandler(eventKey = "crm.deal.closed")
        void overridden(Deal deal) {}

        @EventHandler(eventKey = "crm.deal.closed")
        void renamed(Deal deal) {}
    }

    interface Auditing extends PlatformEventHandler {
        @EventHandler(eventKey = "*.*", async = true)
        default void audit(EventEnvelope envelope) {}
    }

    static class Heir extends Base implements Auditing {
        @Override
        void overridden(Deal deal) {}

        @Override
        @EventHandler(eventKey = "crm.deal.lost", async = true)
        void renamed(Deal deal) {}
    }

    @Test
    void findsEachMethodOfTheHierarchyOnce() {
        List<HandlerMethod> methods = HandlerMethods.of(new Heir());

        assertThat(methods)
                .extracting(
                        HandlerMethod::name,
                        HandlerMethod::async,
                        method -> method.pattern().toString())
                .containsExactly(
                        tuple(name("audit"), true, "events.*.*.*.*.*"),
                        tuple(name("inherited"), false, "events.*.crm.deal.closed.*"),
                        tuple(name("overridden"), false, "events.*.crm.deal.closed.*"),
                        tuple(name("renamed"), true, "events.*.crm.deal.lost.*"));
    }

    interface Typed<T> extends PlatformEventHandler {
        void on(T payload);
    }

    static class OfDeals implements Typed<Deal> {
        @Override
        @EventHandler(eventKey = "crm.deal.closed")
        public void on(Deal deal) {}
    }

    @Test
    void doesNotCountTheBridgeMethodOfAGenericHandler() {
        assertThat(HandlerMethods.of(new OfDeals())).hasSize(1);
    }

    interface Noting extends PlatformEventHandler {
        @EventHandler(eventKey = "crm.deal.closed")
        void note(EventEnvelope envelope);
    }

    interface NotingMore extends Noting {}

    static class Silent implements NotingMore {
        @Override
        public void note(EventEnvelope envelope) {}

        @EventHandler(eventKey = "crm.deal.lost")
        void other(EventEnvelope envelope) {}
    }

    static class OwnKey implements Noting {
        @Override
        @EventHandler(eventKey = "crm.deal.lost")
        public void note(EventEnvelope envelope) {}
    }

    @Test
    void keepsTheAnnotationOfAnInterfaceMethodThatAClassImplements() {
        assertThat(HandlerMethods.of(new Silent()))
                .extracting(method -> method.pattern().toString())
                .containsExactly("events.*.crm.deal.closed.*", "events.*.crm.deal.lost.*");
        assertThat(HandlerMethods.of(new OwnKey()))
                .extracting(method -> method.pattern().toString())
                .containsExactly("events.*.crm.deal.lost.*");
    }

    private static String name(String method) {
        return Heir.class.getName() + '#' + method;
    }
}
