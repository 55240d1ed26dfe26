package dev.eventbus.memory;

import dev.eventbus.transport.DeliverySink;
import dev.eventbus.transport.DurableSpec;
import dev.eventbus.transport.Transport.Registration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One of those who consume under a durable's name: takes deliveries to its sink on a thread of its own. */
final class Consumer implements Registration {
    private static final Logger LOG = LoggerFactory.getLogger(Consumer.class);

    private final Durable durable;
    private final DurableSpec spec;
    private final DeliverySink sink;
    private final Thread thread;
    private volatile boolean open = true;

    /** Guarded by the durable's lock. */
    int inFlight;

    Consumer(Durable durable, DurableSpec spec, DeliverySink sink) {
        this.durable = durable;
        this.spec = spec;
        this.sink = sink;
        this.thread = Thread.ofVirtual().name("eventbus-consume-" + spec.name()).unstarted(this::pump);
    }

    void start() {
        durable.join(this);
        thread.start();
    }

    DurableSpec spec() {
        return spec;
    }

    boolean isOpen() {
        return open;
    }

    boolean hasPermit() {
        return inFlight < spec.concurrency();
    }

    private void pump() {
        try {
            for (Flight flight = durable.take(this); flight != null; flight = durable.take(this)) {
                deliver(flight);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(Flight flight) {
        try {
            sink.accept(flight);
        } catch (RuntimeException e) {
            LOG.error(
                    "Sink threw; the event will be delivered again after its ack wait durable={} eventId={}",
                    spec.name(),
                    flight.event().id(),
                    e);
        }
    }

    @Override
    public void close() {
        open = false;
        durable.wake();
        if (Thread.currentThread() == thread) {
            return; // closed by its own sink, which cannot wait for itself
        }
        thread.interrupt(); // it may be waiting for room in its sink
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
