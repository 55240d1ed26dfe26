package dev.eventbus.bench.dispatch;

import com.google.common.eventbus.AllowConcurrentEvents;
import com.google.common.eventbus.EventBus;
import com.google.common.eventbus.Subscribe;
import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.memory.MemoryTransport;
import dev.eventbus.topic.Topic;
import dev.eventbus.topic.TopicPattern;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Who calls handlers on the publisher's thread. Public because JMH's generated code sets it. */
public enum InlineEngine {
    /** The in-memory transport and its live listeners: matches by topic. */
    EVENTBUS {
        @Override
        IntConsumer publisher(List<Event> events, int handlers, Consumer<Event> handler) {
            MemoryTransport transport = new MemoryTransport();
            for (int i = 0; i < handlers; i++) {
                transport.listen(TopicPattern.parse("events.org_1.crm.deal.closed.*"), (event, topic, position) -> {
                    handler.accept(event);
                });
            }
            List<Topic> topics = events.stream().map(Event::topic).toList();
            return i -> transport.publish(events.get(i), topics.get(i), Durability.EPHEMERAL);
        }
    },
    /** Matches by the event's class alone, so it has less to decide. */
    GUAVA {
        @Override
        IntConsumer publisher(List<Event> events, int handlers, Consumer<Event> handler) {
            EventBus bus = new EventBus();
            for (int i = 0; i < handlers; i++) {
                bus.register(new GuavaListener(handler));
            }
            return i -> bus.post(events.get(i));
        }
    };

    /** Publishes the event of an index to so many handlers. */
    abstract IntConsumer publisher(List<Event> events, int handlers, Consumer<Event> handler);

    /** Not a record: equal listeners would be registered once. */
    static final class GuavaListener {
        private final Consumer<Event> handler;

        GuavaListener(Consumer<Event> handler) {
            this.handler = handler;
        }

        @Subscribe
        @AllowConcurrentEvents
        public void on(Event event) {
            handler.accept(event);
        }
    }
}
