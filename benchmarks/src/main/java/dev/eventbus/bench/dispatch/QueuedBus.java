package dev.eventbus.bench.dispatch;

import dev.eventbus.Event;
import java.util.function.Consumer;

/** A bus under comparison. */
interface QueuedBus extends AutoCloseable {
    void publish(Event event);

    @Override
    void close();

    static QueuedBus of(Consumer<Event> publish, Runnable close) {
        return new QueuedBus() {
            @Override
            public void publish(Event event) {
                publish.accept(event);
            }

            @Override
            public void close() {
                close.run();
            }
        };
    }
}
