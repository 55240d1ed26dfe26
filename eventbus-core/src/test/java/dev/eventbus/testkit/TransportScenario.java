package dev.eventbus.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.Published;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.DeliverySink;
import dev.eventbus.transport.DurableSpec;
import dev.eventbus.transport.StartAt;
import dev.eventbus.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the parts of {@link TransportContract} share: transports opened and closed per test, topics, events. Each test
 * uses an organization and durable names of its own, so none needs an empty store.
 */
public abstract class TransportScenario {
    private static final AtomicLong TESTS = new AtomicLong();
    static final Duration ACK_WAIT = Duration.ofSeconds(1);

    final String test = Long.toString(System.nanoTime(), 36) + "-" + TESTS.incrementAndGet();
    private final List<Transport> open = new ArrayList<>();
    Transport transport;

    /** A transport on the store the test class uses; each call is another instance where the transport can have some. */
    protected abstract Transport open() throws Exception;

    /** The ids of the events the durable gave up, in any order; waits a little where storing takes a while. */
    protected abstract List<String> deadLetters(String durable, int expected) throws Exception;

    @BeforeEach
    final void openTransport() throws Exception {
        transport = another();
    }

    @AfterEach
    final void closeTransports() {
        open.forEach(Transport::close);
        closed();
    }

    /** Called after a test when its transports are closed: what they were made of can go now. */
    protected void closed() {}

    Transport another() throws Exception {
        Transport another = open();
        open.add(another);
        return another;
    }

    void assumePersistent() {
        assumeTrue(transport.capabilities().persistent(), "the transport stores nothing");
    }

    String topic(String event, String resourceId) {
        return "events.org-" + test + ".s.r." + event + "." + resourceId;
    }

    Event event(String event, String resourceId) {
        return TestEvents.on(topic(event, resourceId));
    }

    TopicPattern all() {
        return pattern("*", "*");
    }

    TopicPattern pattern(String event, String resourceId) {
        return TopicPattern.parse(topic(event, resourceId));
    }

    DurableSpec spec() {
        return spec(all(), StartAt.all(), 1, 5);
    }

    DurableSpec spec(TopicPattern pattern, StartAt start, int concurrency, int maxDeliver) {
        return new DurableSpec("durable-" + test, pattern, start, false, concurrency, ACK_WAIT, maxDeliver);
    }

    DurableSpec named(String name, StartAt start) {
        return new DurableSpec(name, all(), start, false, 1, ACK_WAIT, 5);
    }

    Published publish(Event event, Durability durability)
            throws InterruptedException, ExecutionException, TimeoutException {
        return transport
                .publish(event, event.topic(), durability)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    List<String> store(int count) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(publish(event("e", "stored-" + i), Durability.PERSISTENT).eventId());
        }
        return ids;
    }

    Inbox listen(TopicPattern pattern) {
        Inbox inbox = new Inbox();
        transport.listen(pattern, inbox::onEvent);
        return inbox;
    }

    Inbox consumeAndAck(DurableSpec spec) {
        Inbox inbox = new Inbox();
        DeliverySink sink = inbox.acking();
        transport.consume(spec, sink);
        return inbox;
    }
}
