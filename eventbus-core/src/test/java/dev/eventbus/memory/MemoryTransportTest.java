package dev.eventbus.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.DeadLetter;
import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.EventBusException;
import dev.eventbus.Published;
import dev.eventbus.Verdict;
import dev.eventbus.testkit.ManualClock;
import dev.eventbus.testkit.TestEvents;
import dev.eventbus.testkit.TransportContract;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.Delivery;
import dev.eventbus.transport.DurableSpec;
import dev.eventbus.transport.StartAt;
import dev.eventbus.transport.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class MemoryTransportTest extends TransportContract {
    private static final TopicPattern ALL = TopicPattern.parse(">");

    private MemoryTransport opened = new MemoryTransport();
    private final ManualClock clock = new ManualClock();
    private final LinkedBlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();

    @Override
    protected Transport open() {
        opened = new MemoryTransport();
        return opened;
    }

    @Override
    protected List<String> deadLetters(String durable, int expected) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        List<String> ids = deadLetters(durable);
        while (ids.size() < expected && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
            ids = deadLetters(durable);
        }
        return ids;
    }

    private List<String> deadLetters(String durable) {
        return opened.deadLetters().stream()
                .filter(letter -> letter.subscription().equals(durable))
                .map(letter -> letter.event().id())
                .toList();
    }

    @Test
    void aFullStreamRefusesSayingSoAndStillCarriesEphemeralEvents() {
        MemoryTransport small = new MemoryTransport(1, clock, clock);
        publish(small, TestEvents.on("events.o.s.r.e.1"));
        Event second = TestEvents.on("events.o.s.r.e.2");

        assertThatThrownBy(() -> publish(small, second))
                .hasCauseInstanceOf(EventBusException.class)
                .hasMessageContaining("full with 1 events")
                .hasMessageContaining(second.id());
        assertThat(small.publish(second, second.topic(), Durability.EPHEMERAL)).succeedsWithin(Duration.ofSeconds(1));
    }

    @Test
    void aRetryIsDueWhenTheClockSaysSo() throws Exception {
        MemoryTransport transport = new MemoryTransport(10, clock, clock);
        publish(transport, TestEvents.on("events.o.s.r.e.1"));
        transport.consume(spec(Duration.ofMinutes(10), ALL), deliveries::add);

        next().settle(Verdict.retry(Duration.ofMinutes(1)));
        clock.advance(Duration.ofSeconds(59));
        assertThat(deliveries).isEmpty();
        clock.advance(Duration.ofSeconds(1));

        assertThat(next().attempt().number()).isEqualTo(2);
        transport.close();
    }

    @Test
    void theAckWaitBeginsAnewWithInProgress() throws Exception {
        MemoryTransport transport = new MemoryTransport(10, clock, clock);
        publish(transport, TestEvents.on("events.o.s.r.e.1"));
        transport.consume(spec(Duration.ofSeconds(10), ALL), deliveries::add);

        Delivery first = next();
        clock.advance(Duration.ofSeconds(9));
        first.inProgress();
        clock.advance(Duration.ofSeconds(9));
        assertThat(deliveries).isEmpty();
        clock.advance(Duration.ofSeconds(1));

        assertThat(next().attempt().number()).isEqualTo(2);
        transport.close();
    }

    @Test
    void aDeadLetterSaysWhoWhatAndWhy() throws Exception {
        MemoryTransport transport = new MemoryTransport(10, clock, clock);
        Event event = TestEvents.on("events.o.s.r.e.1");
        Published published = publish(transport, event);
        transport.consume(spec(Duration.ofSeconds(10), ALL), deliveries::add);

        next().settle(Verdict.deadLetter("no such deal"));
        Instant now = clock.instant();

        assertThat(transport.deadLetters())
                .containsExactly(new DeadLetter(
                        "d", event, published.position(), 1, "rejected", "no such deal", null, now, now));
        transport.close();
    }

    @Test
    void oneDurableCannotHaveTwoPatterns() {
        MemoryTransport transport = new MemoryTransport(10, clock, clock);
        transport.consume(spec(Duration.ofSeconds(10), ALL), deliveries::add);

        assertThatThrownBy(() -> transport.consume(
                        spec(Duration.ofSeconds(10), TopicPattern.parse("events.o.>")), deliveries::add))
                .isInstanceOf(EventBusException.class)
                .hasMessageContaining("durable d exists for >, not for events.o.>");
        transport.close();
    }

    private static DurableSpec spec(Duration ackWait, TopicPattern pattern) {
        return new DurableSpec("d", pattern, StartAt.all(), false, 4, ackWait, 5);
    }

    private Delivery next() throws InterruptedException {
        Delivery delivery = deliveries.poll(10, TimeUnit.SECONDS);
        assertThat(delivery).isNotNull();
        return delivery;
    }

    private static Published publish(MemoryTransport transport, Event event) {
        return transport
                .publish(event, event.topic(), Durability.PERSISTENT)
                .toCompletableFuture()
                .join();
    }
}
