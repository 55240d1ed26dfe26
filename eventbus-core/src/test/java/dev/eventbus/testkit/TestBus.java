package dev.eventbus.testkit;

import dev.eventbus.DeadLetter;
import dev.eventbus.Durability;
import dev.eventbus.EventBus;
import dev.eventbus.EventBusBuilder;
import dev.eventbus.EventContext;
import dev.eventbus.EventDraft;
import dev.eventbus.Published;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.Subscription;
import dev.eventbus.memory.MemoryTransport;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * A bus in memory whose time stands still until the test moves it, and whose ids and jitter are the same at each run.
 * Handlers run on threads of their own: await what they do, see {@link RecordingHandler#await}.
 */
public final class TestBus implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final int STORE_CAPACITY = 10_000;

    private final ManualClock clock = new ManualClock();
    private final MemoryTransport transport = new MemoryTransport(STORE_CAPACITY, clock, clock);
    private final EventBus bus;

    private TestBus(UnaryOperator<EventBusBuilder> settings) {
        EventBusBuilder builder =
                EventBus.builder().transport(transport).clock(clock).timer(clock);
        this.bus = settings.apply(builder.random(new Random(1))).build();
    }

    public static TestBus create() {
        return create(UnaryOperator.identity());
    }

    /** With other settings than the bus' own, such as {@code builder -> builder.workers(1)}. */
    public static TestBus create(UnaryOperator<EventBusBuilder> settings) {
        return new TestBus(settings);
    }

    /** What is handed to the code under test. */
    public EventBus bus() {
        return bus;
    }

    /** Moves time for retries, ack waits and timestamps. */
    public ManualClock clock() {
        return clock;
    }

    public MemoryTransport transport() {
        return transport;
    }

    /** Subscribes a handler that keeps what it gets; as long as the bus is open. */
    public RecordingHandler record(SubscribeOptions options) {
        return record(options, new RecordingHandler());
    }

    /** Subscribes one that was told to fail before. */
    public RecordingHandler record(SubscribeOptions options, RecordingHandler handler) {
        Subscription unused = bus.subscribe(options, handler);
        return handler;
    }

    /** Has an event stored, as another service would; throws what publishing failed with. */
    public Published publish(EventContext context, String eventKey, EventDraft draft) {
        return bus.publish(context, eventKey, draft, Durability.PERSISTENT)
                .toCompletableFuture()
                .join();
    }

    /**
     * Lets retries come: waits until one is to come within the given time, then moves time on by it. Subscriptions
     * that are durable need an {@code ackWait} longer than that, else it is the ack wait that runs out.
     */
    public void passRetryDelay(Duration delay) throws InterruptedException {
        clock.awaitAlarmAndAdvance(delay);
    }

    /** Waits for so many dead letters; throws an {@link AssertionError} after 20 seconds. */
    public List<DeadLetter> awaitDeadLetters(int count) throws InterruptedException {
        List<DeadLetter> letters = transport.awaitDeadLetters(count, DEADLINE);
        if (letters.size() < count) {
            throw new AssertionError("waited for " + count + " dead letters, there were " + letters.size());
        }
        return letters;
    }

    /**
     * Ends all subscriptions once they have handled what they hold, so that what did not come until then never comes;
     * throws an {@link AssertionError} after 20 seconds.
     */
    public void drain() {
        if (!bus.drain(DEADLINE)) {
            throw new AssertionError("handlers are still at work after " + DEADLINE);
        }
    }

    @Override
    public void close() {
        bus.close();
    }
}
