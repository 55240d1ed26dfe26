package dev.eventbus.bench.inprocess;

import com.google.common.eventbus.AllowConcurrentEvents;
import com.google.common.eventbus.EventBus;
import com.google.common.eventbus.Subscribe;
import dev.eventbus.Event;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.memory.MemoryTransport;
import dev.eventbus.topic.Topic;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import net.engio.mbassy.bus.MBassador;
import net.engio.mbassy.listener.Handler;
import net.engio.mbassy.listener.Listener;
import net.engio.mbassy.listener.References;

/**
 * Who calls handlers on the publisher's thread. The peers match by the event's class alone, so they have less to
 * decide. Public because JMH's generated code sets it.
 */
public enum InlineEngine {
    /** Inline subscriptions: matched by topic, which is prepared like the event. */
    EVENTBUS {
        @Override
        IntConsumer publisher(List<Event> events, int handlers, Consumer<Event> handler) {
            dev.eventbus.EventBus bus = dev.eventbus.EventBus.builder()
                    .transport(new MemoryTransport())
                    .build();
            for (int i = 0; i < handlers; i++) {
                bus.subscribe(
                        SubscribeOptions.to(Events.KEY).org(Events.ORGANIZATION).inline(), handler::accept);
            }
            List<Topic> topics = events.stream().map(Event::topic).toList();
            return i -> bus.publishLocal(events.get(i), topics.get(i));
        }
    },
    GUAVA {
        @Override
        IntConsumer publisher(List<Event> events, int handlers, Consumer<Event> handler) {
            EventBus bus = new EventBus();
            for (int i = 0; i < handlers; i++) {
                bus.register(new GuavaListener(handler));
            }
            return i -> bus.post(events.get(i));
        }
    },
    MBASSADOR {
        @Override
        IntConsumer publisher(List<Event> events, int handlers, Consumer<Event> handler) {
            MBassador<Event> bus = new MBassador<>(error -> {});
            for (int i = 0; i < handlers; i++) {
                bus.subscribe(new MBassadorListener(handler));
            }
            return i -> bus.post(events.get(i)).now();
        }
    },
    GREENROBOT {
        @Override
        IntConsumer publisher(List<Event> events, int handlers, Consumer<Event> handler) {
            org.greenrobot.eventbus.EventBus bus =
                    org.greenrobot.eventbus.EventBus.builder().build();
            for (int i = 0; i < handlers; i++) {
                bus.register(new GreenrobotListener(handler));
            }
            return i -> bus.post(events.get(i));
        }
    };

    /** Publishes the event of an index to so many handlers. */
    abstract IntConsumer publisher(List<Event> events, int handlers, Consumer<Event> handler);

    /** Not a record: equal listeners would be registered once. The same holds for the others. */
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

    /** Public because MBassador calls it by a method handle of its own. */
    @Listener(references = References.Strong)
    public static final class MBassadorListener {
        private final Consumer<Event> handler;

        MBassadorListener(Consumer<Event> handler) {
            this.handler = handler;
        }

        @Handler
        public void on(Event event) {
            handler.accept(event);
        }
    }

    /** Public because greenrobot finds public methods of public classes only. */
    public static final class GreenrobotListener {
        private final Consumer<Event> handler;

        GreenrobotListener(Consumer<Event> handler) {
            this.handler = handler;
        }

        @org.greenrobot.eventbus.Subscribe
        public void on(Event event) {
            handler.accept(event);
        }
    }
}
