package dev.eventbus.gateway.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.Durability;
import dev.eventbus.EventBus;
import dev.eventbus.EventContext;
import dev.eventbus.EventDraft;
import dev.eventbus.EventKey;
import dev.eventbus.Position;
import dev.eventbus.memory.MemoryTransport;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkspaceFeedTest {
    private final EventBus bus =
            EventBus.builder().transport(new MemoryTransport()).queueCapacity(4).build();
    private final BlockingQueue<Client> catchingUp = new LinkedBlockingQueue<>();
    private final AtomicLong lost = new AtomicLong();
    private final WorkspaceFeed feed = new WorkspaceFeed(bus, "ws", catchingUp::add, lost::get);
    private final CountDownLatch held = new CountDownLatch(1);
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        held.countDown();
        feed.close();
        bus.close();
    }

    @Test
    void hasItsClientsReadTheStoreWhenItsQueueHadToDropEvents() throws Exception {
        Client client = liveClient();
        for (int i = 0; i < 20; i++) {
            publish();
        }

        held.countDown();

        assertThat(catchingUp.poll(10, TimeUnit.SECONDS)).isSameAs(client);
        assertThat(client.sink().begin().interests()).hasSize(1);
    }

    @Test
    void hasItsClientsReadTheStoreWhenTheConnectionLostEvents() throws Exception {
        Client client = liveClient();
        held.countDown();
        publish();
        assertThat(told.poll(10, TimeUnit.SECONDS)).contains("subscribed");
        assertThat(told.poll(10, TimeUnit.SECONDS)).contains("\"position\":\"1\"");
        assertThat(catchingUp).isEmpty();

        lost.incrementAndGet();
        publish();

        assertThat(catchingUp.poll(10, TimeUnit.SECONDS)).isSameAs(client);
        assertThat(told).isEmpty();
    }

    @Test
    void hasThemReadTheStoreOnceTheBrokerIsBack() throws Exception {
        Client client = liveClient();

        feed.down();
        assertThat(catchingUp).isEmpty();
        feed.up();

        assertThat(catchingUp).containsExactly(client);
    }

    private Client liveClient() {
        ResumingSink sink =
                new ResumingSink(new Outbound(new HeldWire(), new SimpleMeterRegistry().counter("sent")), Voice.SOCKET);
        Client client = new Client("ws", null, sink, null);
        Interest interest =
                new Interest(client, "1", Wanted.of("ws", EventKey.parsePattern("a.b"), Map.of()), new Since.Now());
        feed.add(interest);
        sink.add(interest);
        sink.newcomers();
        sink.open(interest, Position.NONE);
        sink.goLive(sink.begin(), Position.NONE);
        assertThat(sink.begin()).isNull();
        return client;
    }

    private void publish() {
        bus.publish(
                        EventContext.of("ws", "test"),
                        "a.b",
                        EventDraft.of("r", Map.of("a", List.of())),
                        Durability.PERSISTENT)
                .toCompletableFuture()
                .join();
    }

    /** Has the feed wait at the first event, as no wire does. */
    private final class HeldWire implements Wire {
        @Override
        public CompletionStage<?> send(String frame) {
            if (frame.contains("\"event\"")) {
                try {
                    held.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            told.add(frame);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close(int code, String reason) {
            told.add("closed " + code);
        }
    }
}
