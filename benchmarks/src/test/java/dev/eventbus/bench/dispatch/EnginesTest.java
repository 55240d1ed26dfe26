package dev.eventbus.bench.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.Event;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EnginesTest {
    @ParameterizedTest
    @EnumSource
    void anInlineEngineHasCalledEveryHandlerWhenItReturns(InlineEngine engine) {
        List<Event> events = Events.prepared();
        List<Event> received = new ArrayList<>();

        engine.publisher(events, 3, received::add).accept(7);

        assertThat(received).containsExactly(events.get(7), events.get(7), events.get(7));
    }

    @ParameterizedTest
    @EnumSource
    void aQueuedEngineHandlesEachEventOnce(QueuedEngine engine) throws Exception {
        List<Event> events = Events.prepared();
        List<Event> received = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch all = new CountDownLatch(events.size());

        try (QueuedBus bus = engine.start(event -> {
            received.add(event);
            all.countDown();
        })) {
            events.forEach(bus::publish);
            assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(received).containsExactlyInAnyOrderElementsOf(events);
    }

    @Test
    void oursKeepsTheOrderOfEachResource() throws Exception {
        int rounds = 200;
        List<Event> events = Events.prepared().subList(0, 4);
        List<List<String>> seen = events.stream()
                .map(event -> Collections.synchronizedList(new ArrayList<String>()))
                .toList();
        CountDownLatch all = new CountDownLatch(rounds * events.size());

        try (QueuedBus bus = QueuedEngine.EVENTBUS.start(event -> {
            seen.get(Integer.parseInt(event.resourceId().substring("deal_".length())))
                    .add(event.id());
            all.countDown();
        })) {
            for (int round = 0; round < rounds; round++) {
                for (Event event : events) {
                    bus.publish(withId(event, "n" + (1_000 + round)));
                }
            }
            assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(seen).allSatisfy(ids -> assertThat(ids).hasSize(rounds).isSorted());
    }

    private static Event withId(Event event, String id) {
        return new Event(
                id,
                event.organizationId(),
                event.source(),
                event.resource(),
                event.resourceId(),
                event.eventName(),
                event.timestamp(),
                event.payload(),
                event.metadata());
    }
}
