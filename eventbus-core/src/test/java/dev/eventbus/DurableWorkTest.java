package dev.eventbus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.dispatch.Work;
import dev.eventbus.retry.RetryPolicy;
import dev.eventbus.testkit.ManualClock;
import dev.eventbus.testkit.TestEvents;
import dev.eventbus.topic.Topic;
import dev.eventbus.transport.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DurableWorkTest {
    private static final Duration ACK_WAIT = Duration.ofSeconds(30);

    private final ManualClock clock = new ManualClock();
    private final Waiting delivery = new Waiting();
    private final KeepAlive keepAlive = new KeepAlive(delivery, clock, ACK_WAIT);
    private final HandlerCall call = new HandlerCall(
            "s", (event, attempt) -> handled(), RetryPolicy.fixed(ACK_WAIT, 1), java.util.List.of(), new Random(1));
    private final Work work = new DurableWork(call, delivery, keepAlive);

    @Test
    void keepsWhatWaitsAliveAndStopsAfterTwentyAckWaits() throws Exception {
        keepAlive.start();

        for (int i = 0; i < 59; i++) {
            clock.advance(ACK_WAIT.dividedBy(3));
            clock.awaitAlarms(1);
        }
        assertThat(Collections.frequency(delivery.log, "in progress")).isEqualTo(59);
        clock.advance(ACK_WAIT.dividedBy(3));
        clock.awaitAlarms(0);
        clock.advance(ACK_WAIT.multipliedBy(10));

        assertThat(clock.instant()).isEqualTo(new ManualClock().instant().plus(ACK_WAIT.multipliedBy(30)));
    }

    @Test
    void leavesTheAckWaitToTheHandlerOnceItRuns() throws Exception {
        keepAlive.start();

        work.run();

        clock.awaitAlarms(0);
        assertThat(delivery.log).containsExactly("in progress", "handled", "Ack[]");
    }

    @Test
    void doesNotHandleWhatRanOutOfTimeWhileItWaited() {
        delivery.over = true;

        assertThat(work.run()).isEqualTo(Work.Next.DONE);

        assertThat(delivery.log).containsExactly("in progress");
    }

    @Test
    void handsBackWhatWasNotStartedAndKeepsItAliveNoLonger() throws Exception {
        keepAlive.start();

        work.abandon();

        clock.awaitAlarms(0);
        assertThat(delivery.log).containsExactly(Verdict.retry(Duration.ZERO).toString());
    }

    private Verdict handled() {
        delivery.log.add("handled");
        return Verdict.ACK;
    }

    private static final class Waiting implements Delivery {
        private final Event event = TestEvents.on("events.o.s.r.e.i");
        private final List<String> log = Collections.synchronizedList(new ArrayList<>());
        private volatile boolean over;

        @Override
        public Event event() {
            return event;
        }

        @Override
        public Topic topic() {
            return event.topic();
        }

        @Override
        public Attempt attempt() {
            return new Attempt(1, Position.NONE);
        }

        @Override
        public void settle(Verdict verdict) {
            log.add(verdict.toString());
        }

        @Override
        public boolean inProgress() {
            log.add("in progress");
            return !over;
        }
    }
}
