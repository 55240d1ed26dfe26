package dev.eventbus.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.Payload;
import dev.eventbus.extensions.EventHandler;
import dev.eventbus.extensions.InProcessEventGateway;
import dev.eventbus.extensions.PlatformEventHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CallHandlersTest {
    private final InProcessEventGateway extensions = InProcessEventGateway.create();
    private final CallHandlers handlers = new CallHandlers(extensions, Duration.ofSeconds(20));

    @AfterEach
    void close() {
        handlers.close();
        extensions.close();
    }

    @Test
    void hasDeliveredWhenEveryHandlerReturned() {
        extensions.register("crm", new Handlers());

        assertThat(call("{\"number\":1}")).isEqualTo(new Result.Delivered(null));
    }

    @Test
    void hasDeliveredWhatNoMethodTakes() {
        extensions.register("crm", new Other());

        assertThat(call("{}")).isEqualTo(new Result.Delivered(null));
    }

    @Test
    void failsWhileNoHandlerIsLoaded() {
        assertThat(call("{}")).isEqualTo(Result.failed("no handler of extension crm is loaded in this process"));
    }

    @Test
    void failsWithWhatAHandlerThrew() {
        extensions.register("crm", new Handlers());

        assertThat(call("{\"number\":0}")).isEqualTo(Result.failed("java.lang.IllegalStateException: number is zero"));
    }

    @Test
    void givesUpAPayloadThatDoesNotFitAndNamesThePath() {
        extensions.register("crm", new Handlers());

        Result result = call("{\"number\":\"many\"}");

        assertThat(result).isInstanceOfSatisfying(Result.Hopeless.class, hopeless -> {
            assertThat(hopeless.failure().reason()).contains("$.number");
            assertThat(hopeless.isGone()).isFalse();
        });
    }

    static List<Hanging> failsAHandlerThatDoesNotReturnAndInterruptsIt() {
        return List.of(new Hanging(), new HangingAside());
    }

    @ParameterizedTest
    @MethodSource
    void failsAHandlerThatDoesNotReturnAndInterruptsIt(Hanging handler) throws Exception {
        extensions.register("crm", handler);
        try (CallHandlers impatient = new CallHandlers(extensions, Duration.ofMillis(100))) {
            Result result = impatient.of("crm", Samples.event("e1", "{}"));

            assertThat(result).isEqualTo(Result.failed("handlers did not return within 100 ms"));
            assertThat(handler.interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void hasRoomAgainAfterCallsThatWereInterruptedBeforeTheyBegan() {
        extensions.register("crm", new Handlers());

        for (int i = 0; i < 200; i++) {
            Thread.currentThread().interrupt();
            call("{\"number\":1}");
            assertThat(Thread.interrupted() || i >= 32).isTrue();
        }

        assertThat(callUntilThereIsRoom()).isEqualTo(new Result.Delivered(null));
    }

    private Result callUntilThereIsRoom() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        Result last;
        do {
            last = call("{\"number\":1}");
        } while (!(last instanceof Result.Delivered) && System.nanoTime() < end);
        return last;
    }

    private Result call(String payload) {
        return handlers.of("crm", Samples.event("e1", payload));
    }

    /** Zero throws. */
    public static final class Handlers implements PlatformEventHandler {
        /** A payload. */
        public record Numbered(int number) {}

        @EventHandler(eventKey = "crm.deal.closed")
        public void on(Numbered payload) {}

        @EventHandler(eventKey = "crm.deal.closed", async = true)
        public void onToo(Numbered payload) {
            if (payload.number() == 0) {
                throw new IllegalStateException("number is zero");
            }
        }
    }

    /** Returns when it is interrupted. */
    public static class Hanging implements PlatformEventHandler {
        final CountDownLatch interrupted = new CountDownLatch(1);

        @EventHandler(eventKey = "crm.deal.closed")
        public void on(Payload payload) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        }
    }

    /** On the extension's own threads. */
    public static final class HangingAside extends Hanging {
        @Override
        @EventHandler(eventKey = "crm.deal.closed", async = true)
        public void on(Payload payload) {
            super.on(payload);
        }
    }

    /** Takes other events. */
    public static final class Other implements PlatformEventHandler {
        @EventHandler(eventKey = "crm.product.created")
        public void on(Handlers.Numbered payload) {
            throw new IllegalStateException("not mine");
        }
    }
}
