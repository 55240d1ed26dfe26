package dev.eventbus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.dispatch.Work;
import dev.eventbus.retry.RetryPolicy;
import dev.eventbus.testkit.ManualClock;
import dev.eventbus.testkit.TestEvents;
import dev.eventbus.topic.Topic;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.Delivery;
import dev.eventbus.transport.DurableSpec;
import dev.eventbus.transport.StartAt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class DurableWorkTest {
    private static final Duration ACK_WAIT = Duration.ofSeconds(30);
    private static final int MAX_DELIVER = 5;

    private final ManualClock clock = new ManualClock();
    private final Waiting delivery = new Waiting();
    private final List<Attempt> attempts = new ArrayList<>();
    private Verdict verdict = Verdict.ACK;
    private Runnable inHandler = () -> {};

    @Test
    void keepsWhatWaitsAliveAndStopsAfterTwentyAckWaits() throws Exception {
        work(false).arrived();

        livesOnFor(20);

        clock.awaitAlarms(0);
    }

    @Test
    void keepsWhatIsOrderedAliveHoweverLongItWaits() throws Exception {
        work(true).arrived();

        livesOnFor(50);

        clock.awaitAlarms(1);
    }

    @Test
    void keepsWhatIsHandledAliveForTwentyAckWaits() throws Exception {
        DurableWork work = work(false);
        work.arrived();
        livesOnFor(15);
        inHandler = () -> livesOnFor(19);

        work.run();

        clock.awaitAlarms(0);
        assertThat(delivery.log).containsSubsequence("handled", "in progress", "Ack[]");
        assertThat(delivery.log.getLast()).isEqualTo("Ack[]");
    }

    @Test
    void keepsAHandlerThatHangsAliveNoLongerEvenIfItIsOrdered() throws Exception {
        DurableWork work = work(true);
        inHandler = () -> {
            livesOnFor(20);
            assertThat(alarmsAreOver()).isTrue();
        };

        work.run();

        assertThat(delivery.log.getLast()).as("it ended after all").isEqualTo("Ack[]");
    }

    @Test
    void doesNotHandleWhatRanOutOfTimeWhileItWaited() {
        delivery.over = true;

        assertThat(work(false).run()).isEqualTo(Work.Next.DONE);

        assertThat(delivery.log).containsExactly("in progress");
    }

    @Test
    void handsBackWhatWasNotStartedAndKeepsItAliveNoLonger() throws Exception {
        DurableWork work = work(false);
        work.arrived();

        work.abandon();

        clock.awaitAlarms(0);
        assertThat(delivery.log).containsExactly(Verdict.retry(Duration.ZERO).toString());
    }

    @Test
    void leavesARetryToTheTransport() {
        verdict = Verdict.retry(ACK_WAIT);
        delivery.attempt = new Attempt(3, Position.NONE);

        assertThat(work(false).run()).isEqualTo(Work.Next.DONE);

        assertThat(delivery.log).containsExactly("in progress", "handled", verdict.toString());
        assertThat(attempts).containsExactly(new Attempt(3, Position.NONE));
    }

    @Test
    void retriesWhatIsOrderedItselfAndKeepsItAliveUntilThen() throws Exception {
        verdict = Verdict.retry(ACK_WAIT);
        delivery.attempt = new Attempt(3, new Position(7));
        DurableWork work = work(true);
        work.arrived();

        assertThat(work.run()).isEqualTo(Work.Next.again(ACK_WAIT));
        livesOnFor(30);
        verdict = Verdict.ACK;
        assertThat(work.run()).isEqualTo(Work.Next.DONE);

        clock.awaitAlarms(0);
        assertThat(attempts).containsExactly(new Attempt(1, new Position(7)), new Attempt(2, new Position(7)));
        assertThat(delivery.log.getLast()).isEqualTo("Ack[]");
        assertThat(delivery.last).isEqualTo(new Attempt(2, new Position(7)));
    }

    @Test
    void givesUpWhatIsOrderedAfterAsManyTriesAsDeliveriesAreAllowed() {
        verdict = Verdict.retry(Duration.ZERO);
        DurableWork work = work(true);

        for (int i = 1; i < MAX_DELIVER; i++) {
            assertThat(work.run()).isEqualTo(Work.Next.again(Duration.ZERO));
        }
        assertThat(work.run()).isEqualTo(Work.Next.DONE);

        assertThat(delivery.log.getLast()).startsWith("DeadLetter[kind=exhausted");
        assertThat(delivery.last.number()).isEqualTo(MAX_DELIVER);
    }

    @Test
    void whatIsOrderedKeepsItsPlaceUntilItsLetterIsKept() {
        verdict = Verdict.deadLetter("no use");
        List<DeadLetter> letters = new ArrayList<>();
        DurableWork work = work(true, intoSinkThatRefusesOnce(letters));

        assertThat(work.run()).isEqualTo(Work.Next.again(SinkDelivery.AGAIN));
        assertThat(delivery.log).containsExactly("in progress", "handled");
        assertThat(work.run()).isEqualTo(Work.Next.DONE);

        assertThat(delivery.log.getLast()).isEqualTo("Ack[]");
        assertThat(letters).extracting(DeadLetter::attempts).containsExactly(2);
    }

    @Test
    void aSinkThatFailsWithAnErrorIsTriedAgainToo() {
        verdict = Verdict.deadLetter("no use");
        DeadLetterSink sink = letter -> {
            throw new StackOverflowError("of the sink");
        };

        Work.Next next = work(true, new SinkDelivery(delivery, "s", sink, new FirstFailures(clock)))
                .run();

        assertThat(next).isEqualTo(Work.Next.again(SinkDelivery.AGAIN));
    }

    private Delivery intoSinkThatRefusesOnce(List<DeadLetter> letters) {
        AtomicBoolean refused = new AtomicBoolean();
        DeadLetterSink sink = letter -> {
            if (!refused.getAndSet(true)) {
                throw new IllegalStateException("the sink is full");
            }
            letters.add(letter);
        };
        return new SinkDelivery(delivery, "s", sink, new FirstFailures(clock));
    }

    private DurableWork work(boolean ordered) {
        return work(ordered, delivery);
    }

    private DurableWork work(boolean ordered, Delivery delivery) {
        HandlerCall call = new HandlerCall(
                "s", (event, attempt) -> handled(attempt), RetryPolicy.fixed(ACK_WAIT, 1), List.of(), new Random(1));
        DurableSpec spec =
                new DurableSpec("s", TopicPattern.parse("events.>"), StartAt.all(), ordered, 1, ACK_WAIT, MAX_DELIVER);
        return new DurableWork(call, delivery, spec, clock);
    }

    /** Three calls per ack wait, each on a thread of its own that sets up the next; the last may set up none. */
    private void livesOnFor(int ackWaits) {
        try {
            int before = delivery.calls();
            for (int i = 0; i < 3 * ackWaits; i++) {
                clock.awaitAlarms(1);
                clock.advance(ACK_WAIT.dividedBy(3));
            }
            delivery.awaitCalls(before + 3 * ackWaits);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private boolean alarmsAreOver() {
        try {
            clock.awaitAlarms(0);
            return true;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Verdict handled(Attempt attempt) {
        delivery.log.add("handled");
        attempts.add(attempt);
        inHandler.run();
        return verdict;
    }

    private static final class Waiting implements Delivery {
        private final Event event = TestEvents.on("events.o.s.r.e.i");
        private final List<String> log = Collections.synchronizedList(new ArrayList<>());
        private volatile boolean over;
        private Attempt attempt = new Attempt(1, Position.NONE);
        private Attempt last = attempt;
        private int calls;

        synchronized int calls() {
            return calls;
        }

        synchronized void awaitCalls(int count) throws InterruptedException {
            while (calls < count) {
                wait(20_000);
            }
        }

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
            return attempt;
        }

        @Override
        public void settle(Verdict verdict) {
            log.add(verdict.toString());
        }

        @Override
        public void settle(Verdict verdict, Attempt last) {
            this.last = last;
            settle(verdict);
        }

        @Override
        public boolean inProgress() {
            log.add("in progress");
            synchronized (this) {
                calls++;
                notifyAll();
            }
            return !over;
        }
    }
}
