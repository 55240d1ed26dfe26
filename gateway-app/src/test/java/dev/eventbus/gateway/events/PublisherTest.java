package dev.eventbus.gateway.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.EventBus;
import dev.eventbus.Interceptor;
import dev.eventbus.Published;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.memory.MemoryTransport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublisherTest {
    private static final PublishRequest REQUEST =
            PublishRequest.parse("{\"eventKey\":\"a.b\"}".getBytes(StandardCharsets.UTF_8));

    /** Whether the thread of each publish may wait. */
    private final BlockingQueue<Boolean> mayWait = new LinkedBlockingQueue<>();

    private final EventBus bus = EventBus.builder()
            .transport(new MemoryTransport())
            .intercept(new Interceptor() {
                @Override
                public CompletionStage<Published> publish(Event event, Durability durability, Publishing next) {
                    mayWait.add(Thread.currentThread().isVirtual());
                    return new CompletableFuture<>(); // the broker is away
                }
            })
            .build();
    private final Sender sender = new Sender("demo", "extensions", "member", null);
    private final Publisher publisher = new Publisher(bus, Duration.ofSeconds(5));

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void countsWhatNobodyWaitsForAnyMoreAsLongAsTheBusIsAtIt() throws InterruptedException {
        List<CompletableFuture<Published>> tried = IntStream.range(0, 1_000)
                .mapToObj(i ->
                        publisher.publish(sender, REQUEST, Duration.ofMillis(1)).toCompletableFuture())
                .toList();
        assertThat(tried).allSatisfy(one -> assertThatThrownBy(one::join).hasCauseInstanceOf(ProblemException.class));
        mayWait.clear();

        var unused = publisher.publishUnblocked(sender, REQUEST);

        assertThat(mayWait.poll(20, TimeUnit.SECONDS)).isTrue();
    }
}
