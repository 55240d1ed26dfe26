package dev.eventbus;

import dev.eventbus.dispatch.Overflow;
import dev.eventbus.dispatch.Timer;
import dev.eventbus.transport.Transport;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Puts an {@link EventBus} together; only a transport has to be given. */
public final class EventBusBuilder {
    private @Nullable Transport transport;
    private int workers = 8;
    private int queueCapacity = 10_000;
    private Overflow overflow = Overflow.BLOCK;
    private Duration blockDeadline = Duration.ofSeconds(5);
    private InstantSource clock = InstantSource.system();
    private @Nullable RandomGenerator random;
    private @Nullable Timer timer;
    private final List<Interceptor> interceptors = new ArrayList<>();
    private @Nullable DeadLetterSink deadLetters;

    EventBusBuilder() {}

    /** What carries the events; the bus closes it when it is closed. */
    public EventBusBuilder transport(Transport transport) {
        this.transport = transport;
        return this;
    }

    /** How many handlers of one subscription may run at a time, unless it says otherwise; 8 if not set. */
    public EventBusBuilder workers(int workers) {
        this.workers = positive("workers", workers);
        return this;
    }

    /** How many events may wait per subscription; 10,000 if not set. */
    public EventBusBuilder queueCapacity(int queueCapacity) {
        this.queueCapacity = positive("queueCapacity", queueCapacity);
        return this;
    }

    /** What happens to an event that finds a queue full; {@link Overflow#BLOCK} if not set. */
    public EventBusBuilder overflow(Overflow overflow) {
        this.overflow = overflow;
        return this;
    }

    /** How long {@link Overflow#BLOCK} has a publisher wait for local-only subscriptions; 5 s if not set. */
    public EventBusBuilder blockDeadline(Duration blockDeadline) {
        if (blockDeadline.isNegative()) {
            throw new IllegalArgumentException("blockDeadline must not be negative, was " + blockDeadline);
        }
        this.blockDeadline = blockDeadline;
        return this;
    }

    /** Where timestamps and ids get the time from. */
    public EventBusBuilder clock(InstantSource clock) {
        this.clock = clock;
        return this;
    }

    /** Makes ids and jitter; used by many threads. */
    public EventBusBuilder random(RandomGenerator random) {
        this.random = random;
        return this;
    }

    /** What waits for retries in memory; one in real time if not set. The bus closes it when it is closed. */
    public EventBusBuilder timer(Timer timer) {
        this.timer = timer;
        return this;
    }

    /** Stands around every publish and every handler, within those added before. */
    public EventBusBuilder intercept(Interceptor interceptor) {
        interceptors.add(interceptor);
        return this;
    }

    /**
     * Where dead letters go; the transport keeps them if this is not set. A durable's event is acknowledged once the
     * sink has its letter, and comes again if the sink throws. A live or local one is tried five times within 20
     * seconds; then it is lost, with a line in the log. What never reached a handler of a durable - messages that are
     * no events, deliveries that nobody settled - the transport keeps all the same.
     */
    public EventBusBuilder deadLetters(DeadLetterSink deadLetters) {
        this.deadLetters = deadLetters;
        return this;
    }

    /** Throws {@link IllegalArgumentException} if no transport was given. */
    public EventBus build() {
        if (transport == null) {
            throw new IllegalArgumentException(
                    "transport must be given: call transport(new MemoryTransport())," + " or that of a broker binding");
        }
        BusSettings settings = new BusSettings(
                workers,
                queueCapacity,
                overflow,
                blockDeadline,
                clock,
                random == null ? new SecureRandom() : random,
                timer == null ? Timer.real("eventbus-timer") : timer,
                List.copyOf(interceptors),
                deadLetters);
        return new TransportEventBus(transport, settings);
    }

    private static int positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be >= 1, was " + value);
        }
        return value;
    }
}
