package dev.eventbus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.memory.MemoryTransport;
import dev.eventbus.testkit.RecordingHandler;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupTest {
    private static final SubscribeOptions ORDERS =
            SubscribeOptions.to("order.placed").org("org_1");

    @Test
    void subscriptionsOfOneGroupShareAndOneThatHasOtherFiltersDoesNot() throws Exception {
        try (EventBus bus = EventBus.builder().transport(new MemoryTransport()).build()) {
            RecordingHandler one = new RecordingHandler();
            RecordingHandler two = new RecordingHandler();
            RecordingHandler other = new RecordingHandler();
            RecordingHandler all = new RecordingHandler();
            bus.subscribe(ORDERS.group("billing"), one);
            bus.subscribe(ORDERS.group("billing"), two);
            bus.subscribe(ORDERS.group("billing").filter("vip", "yes"), other);
            bus.subscribe(ORDERS, all);

            for (int i = 0; i < 10; i++) {
                EventDraft draft = EventDraft.of("order_" + i, "x");
                bus.publish(
                        EventContext.of("org_1", "shop"),
                        "order.placed",
                        i % 2 == 0 ? draft.filter("vip", "yes") : draft,
                        Durability.EPHEMERAL);
            }

            List<Event> everything = all.await(10);
            List<Event> shared = new ArrayList<>(one.await(5));
            shared.addAll(two.await(5));
            assertThat(shared).containsExactlyInAnyOrderElementsOf(everything);
            assertThat(other.await(5))
                    .allMatch(event -> event.metadata().filters().equals(java.util.Map.of("vip", List.of("yes"))));
        }
    }
}
