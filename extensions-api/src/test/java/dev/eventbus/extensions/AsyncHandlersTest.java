package dev.eventbus.extensions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.extensions.HandlerResult.Failed;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AsyncHandlersTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch second = new CountDownLatch(2);
    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicReference<Thread> thread = new AtomicReference<>();

    class Waiting implements PlatformEventHandler {
        @EventHandler(eventKey = "crm.deal.closed", async = true)
        void on(EventEnvelope envelope) throws InterruptedException {
            thread.set(Thread.currentThread());
            calls.incrementAndGet();
            started.countDown();
            second.countDown();
            gate.await();
        }
    }

    @Test
    void runsOnAThreadOfItsOwnWhileTheCallerGoesOn() throws Exception {
        try (InProcessEventGateway gateway = gateway(1, 1)) {
            CompletableFuture<HandlerResult> result = dispatch(gateway);

            assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(result).isNotDone();
            assertThat(thread.get().isVirtual()).isFalse();
            assertThat(thread.get().getName()).startsWith("event-executor-");
            gate.countDown();

            assertThat(result).succeedsWithin(SOON).isEqualTo(HandlerResult.HANDLED);
        }
    }

    @Test
    void failsTheCallThatFindsTheQueueFull() throws Exception {
        try (InProcessEventGateway gateway = gateway(1, 1)) {
            CompletableFuture<HandlerResult> running = dispatch(gateway);
            started.await();
            CompletableFuture<HandlerResult> waiting = dispatch(gateway);

            HandlerResult refused = dispatch(gateway).getNow(null);

            assertThat(((Failed) refused).cause()).isInstanceOf(RejectedExecutionException.class);
            assertThat(((Failed) refused).reason()).contains("Waiting#on: its queue of 1 is full");
            gate.countDown();
            assertThat(running).succeedsWithin(SOON).isEqualTo(HandlerResult.HANDLED);
            assertThat(waiting).succeedsWithin(SOON).isEqualTo(HandlerResult.HANDLED);
        }
    }

    @Test
    void interruptsTheCallWhoseResultIsCancelledAndNoOther() throws Exception {
        try (InProcessEventGateway gateway = gateway(1, 2)) {
            CompletableFuture<HandlerResult> running = dispatch(gateway);
            started.await();
            CompletableFuture<HandlerResult> cancelledInTheQueue = dispatch(gateway);
            CompletableFuture<HandlerResult> waiting = dispatch(gateway);

            cancelledInTheQueue.cancel(true);
            running.cancel(true);
            gate.countDown();

            assertThat(waiting).succeedsWithin(SOON).isEqualTo(HandlerResult.HANDLED);
            assertThat(calls).hasValue(2);
        }
    }

    @Test
    void aHungCallThatIsCancelledMakesRoomForTheNext() throws Exception {
        try (InProcessEventGateway gateway = gateway(1, 1)) {
            CompletableFuture<HandlerResult> hung = dispatch(gateway);
            started.await();

            hung.cancel(true);
            CompletableFuture<HandlerResult> next = dispatch(gateway);

            assertThat(second.await(10, TimeUnit.SECONDS)).isTrue();
            gate.countDown();
            assertThat(next).succeedsWithin(SOON).isEqualTo(HandlerResult.HANDLED);
        }
    }

    @Test
    void failsCallsAfterClose() {
        InProcessEventGateway gateway = gateway(1, 1);
        gateway.close();

        assertThat(((Failed) dispatch(gateway).getNow(null)).reason()).endsWith("it is closed");
    }

    @Test
    void interruptsWhatRunsAndFailsWhatWaitsWhenItsPatienceEnds() throws Exception {
        EventExecutor executor = new EventExecutor(new AsyncLimits(1, 1));
        HandlerMethod method = HandlerMethods.of(new Waiting()).getFirst();
        CompletableFuture<HandlerResult> running =
                executor.submit(method, Events.dealClosed()).toCompletableFuture();
        started.await();
        CompletableFuture<HandlerResult> waiting =
                executor.submit(method, Events.dealClosed()).toCompletableFuture();

        executor.close(Duration.ofMillis(1));

        assertThat(running)
                .succeedsWithin(SOON)
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.cause()).isInstanceOf(InterruptedException.class));
        assertThat(((Failed) waiting.getNow(null)).reason()).endsWith("it was closed before the call's turn");
    }

    @Test
    void closeWaitsForCallsUnderWay() throws Exception {
        InProcessEventGateway gateway = gateway(1, 1);
        CompletableFuture<HandlerResult> running = dispatch(gateway);
        started.await();

        Thread closing = Thread.startVirtualThread(gateway::close);
        gate.countDown();

        assertThat(closing.join(SOON)).isTrue();
        assertThat(running).isCompletedWithValue(HandlerResult.HANDLED);
    }

    @Test
    void anExtensionWhoseHandlersHangHoldsUpNoOther() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        try (InProcessEventGateway gateway = gateway(1, 1)) {
            gateway.register("other", new PlatformEventHandler() {
                @EventHandler(eventKey = "crm.deal.closed", async = true)
                void on(EventEnvelope envelope) {
                    reached.countDown();
                }
            });
            dispatch(gateway);
            started.await();
            dispatch(gateway);

            CompletableFuture<HandlerResult> result = gateway.dispatch("other", Events.dealClosed())
                    .getFirst()
                    .result()
                    .toCompletableFuture();

            assertThat(result).succeedsWithin(SOON).isEqualTo(HandlerResult.HANDLED);
            assertThat(reached.getCount()).isZero();
            gate.countDown();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1, concurrency", "1, 0, queueCapacity"})
    void refusesLimitsBelowOne(int concurrency, int queueCapacity, String named) {
        assertThatThrownBy(() -> new AsyncLimits(concurrency, queueCapacity))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(named + " must be >= 1, was 0");
    }

    private InProcessEventGateway gateway(int concurrency, int queueCapacity) {
        InProcessEventGateway gateway = InProcessEventGateway.create(new AsyncLimits(concurrency, queueCapacity));
        gateway.register("crm", new Waiting());
        return gateway;
    }

    private static CompletableFuture<HandlerResult> dispatch(InProcessEventGateway gateway) {
        List<Invocation> invocations = gateway.dispatch("crm", Events.dealClosed());
        return invocations.getFirst().result().toCompletableFuture();
    }
}
