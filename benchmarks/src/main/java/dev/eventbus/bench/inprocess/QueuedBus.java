package dev.eventbus.bench.inprocess;

import java.util.function.IntConsumer;

/** A bus under comparison. */
interface QueuedBus extends AutoCloseable {
    /** Publishes the prepared event of an index. */
    void publish(int index);

    @Override
    void close();

    static QueuedBus of(IntConsumer publish, Runnable close) {
        return new QueuedBus() {
            @Override
            public void publish(int index) {
                publish.accept(index);
            }

            @Override
            public void close() {
                close.run();
            }
        };
    }
}
