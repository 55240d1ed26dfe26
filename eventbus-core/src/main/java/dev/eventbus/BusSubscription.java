package dev.eventbus;

import dev.eventbus.dispatch.Counts;
import dev.eventbus.transport.Transport.Registration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A subscription of the bus: where its events come from, and what becomes of them. */
final class BusSubscription implements Subscription {
    private final String name;
    private final Registration source;
    private final Supplier<Counts> counts;
    private final AtomicBoolean active = new AtomicBoolean(true);
    private final Runnable end;

    /** Set before anybody else has the subscription. */
    private Runnable onClosed = () -> {};

    /** @param end called once the source has ended; may be called again */
    BusSubscription(String name, Registration source, Supplier<Counts> counts, Runnable end) {
        this.name = name;
        this.source = source;
        this.counts = counts;
        this.end = end;
    }

    /** @param onClosed called when all is over; may be called again */
    void onClosed(Runnable onClosed) {
        this.onClosed = onClosed;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isActive() {
        return active.get();
    }

    @Override
    public Counts counts() {
        return counts.get();
    }

    /** No more events; what is queued or running goes on. */
    void stop() {
        if (active.compareAndSet(true, false)) {
            source.close();
        }
    }

    @Override
    public void close() {
        stop();
        end.run();
        onClosed.run();
    }
}
