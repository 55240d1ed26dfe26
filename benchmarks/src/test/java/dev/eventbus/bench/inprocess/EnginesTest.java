package dev.eventbus.bench.inprocess;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.Event;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

        try (QueuedBus bus = engine.start(events, event -> {
            received.add(event);
            all.countDown();
        })) {
            for (int i = 0; i < events.size(); i++) {
                bus.publish(i);
            }
            assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(received).containsExactlyInAnyOrderElementsOf(events);
    }

    @ParameterizedTest
    @EnumSource(names = {"EVENTBUS", "EVENTBUS_PUBLISH"})
    void oursKeepsTheOrderOfEachResource(QueuedEngine engine) throws Exception {
        int rounds = 200;
        List<Event> resources = Events.prepared().subList(0, 4);
        List<Event> events = IntStream.range(0, rounds * resources.size())
                .mapToObj(i -> withId(resources.get(i % resources.size()), "n" + (1_000 + i / resources.size())))
                .toList();
        List<List<String>> seen = resources.stream()
                .map(event -> Collections.synchronizedList(new ArrayList<String>()))
                .toList();
        CountDownLatch all = new CountDownLatch(events.size());

        try (QueuedBus bus = engine.start(events, event -> {
            seen.get(Integer.parseInt(event.resourceId().substring("deal_".length())))
                    .add(event.id());
            all.countDown();
        })) {
            for (int i = 0; i < events.size(); i++) {
                bus.publish(i);
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
