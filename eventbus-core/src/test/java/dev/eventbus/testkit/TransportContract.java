package dev.eventbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.Verdict;
import dev.eventbus.transport.Delivery;
import dev.eventbus.transport.DurableSpec;
import dev.eventbus.transport.StartAt;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every transport does. A binding extends this, opens its transport, and is done when all of it passes. The
 * parent classes hold the part about live listeners and the part about the store; here is what settling does.
 */
public abstract class TransportContract extends OrderedContract {
    @Test
    protected void aRetriedEventComesAgainAfterTheDelayAndCounts() throws Exception {
        assumePersistent();
        List<String> sent = store(1);
        Inbox inbox = new Inbox();
        Duration delay = Duration.ofMillis(300);
        transport.consume(spec(), inbox.settling(attempt -> attempt < 3 ? Verdict.retry(delay) : Verdict.ACK));

        Inbox.Got first = inbox.next();
        Inbox.Got second = inbox.next();
        Inbox.Got third = inbox.next();

        assertThat(List.of(first.attempt(), second.attempt(), third.attempt())).containsExactly(1, 2, 3);
        assertThat(third.event().id()).isEqualTo(sent.getFirst());
        assertThat(second.nanos() - first.nanos()).isGreaterThanOrEqualTo(delay.toNanos() * 9 / 10);
        assertThat(third.nanos() - second.nanos()).isGreaterThanOrEqualTo(delay.toNanos() * 9 / 10);
    }

    @Test
    protected void aRetryHoldsUpNoOtherEvent() throws Exception {
        assumePersistent();
        List<String> sent = store(2);
        Inbox inbox = new Inbox();
        transport.consume(spec(all(), StartAt.all(), 1, 5), delivery -> {
            inbox.keep(delivery);
            boolean first = delivery.event().id().equals(sent.getFirst());
            delivery.settle(first ? Verdict.retry(Duration.ofMinutes(5)) : Verdict.ACK);
        });

        assertThat(inbox.nextIds(2)).isEqualTo(sent);
    }

    @Test
    protected void aDeadLetterIsKeptAndDoesNotComeAgain() throws Exception {
        assumePersistent();
        List<String> sent = store(2);
        Inbox inbox = new Inbox();
        DurableSpec spec = spec(all(), StartAt.all(), 1, 5);
        transport.consume(spec, delivery -> {
            inbox.keep(delivery);
            boolean first = delivery.event().id().equals(sent.getFirst());
            delivery.settle(first ? Verdict.deadLetter("cannot be handled") : Verdict.ACK);
        });

        assertThat(inbox.nextIds(2)).isEqualTo(sent);
        assertThat(deadLetters(spec.name(), 1)).containsExactly(sent.getFirst());
        List<String> more = store(1);
        assertThat(inbox.nextIds(1)).isEqualTo(more);
    }

    @Test
    protected void anUnsettledEventComesAgainAfterItsAckWait() throws Exception {
        assumePersistent();
        List<String> sent = store(1);
        Inbox inbox = new Inbox();
        long begin = System.nanoTime(); // the ack wait begins when it is sent, which may be long before it arrives
        transport.consume(spec(), delivery -> {
            inbox.keep(delivery);
            if (delivery.attempt().number() > 1) {
                delivery.settle(Verdict.ACK);
            }
        });

        Inbox.Got first = inbox.next();
        Inbox.Got second = inbox.next();

        assertThat(second.event().id()).isEqualTo(sent.getFirst());
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.nanos() - begin).isGreaterThanOrEqualTo(ACK_WAIT.toNanos() * 9 / 10);
        assertThat(first.delivery().inProgress()).as("it is over").isFalse();
    }

    @Test
    protected void anEventThatIsNeverHandledIsDeadLetteredAfterMaxDeliver() throws Exception {
        assumePersistent();
        List<String> sent = store(1);
        Inbox inbox = new Inbox();
        DurableSpec spec = spec(all(), StartAt.all(), 4, 2);
        transport.consume(spec, inbox.settling(attempt -> Verdict.retry(Duration.ZERO)));

        assertThat(inbox.nextIds(2)).containsExactly(sent.getFirst(), sent.getFirst());
        assertThat(deadLetters(spec.name(), 1)).containsExactly(sent.getFirst());
        assertThat(inbox.isEmpty()).isTrue();
    }

    @Test
    protected void noMoreDeliveriesAreUnsettledThanAgreed() throws Exception {
        assumePersistent();
        List<String> sent = store(5);
        Inbox inbox = new Inbox();
        DurableSpec spec = new DurableSpec("few-" + test, all(), StartAt.all(), false, 2, Duration.ofMinutes(1), 5);
        transport.consume(spec, inbox::keep);

        Inbox.Got first = inbox.next();
        inbox.next();
        assertThat(inbox.stays(Duration.ofMillis(300))).isTrue();
        first.delivery().settle(Verdict.ACK);

        assertThat(inbox.next().event().id()).isEqualTo(sent.get(2));
    }

    @Test
    protected void settlingTwiceDoesNothing() throws Exception {
        assumePersistent();
        List<String> sent = store(2);
        Inbox inbox = new Inbox();
        transport.consume(spec(all(), StartAt.all(), 1, 5), delivery -> {
            inbox.keep(delivery);
            delivery.settle(Verdict.ACK);
            delivery.settle(Verdict.retry(Duration.ZERO));
        });

        assertThat(inbox.nextIds(2)).isEqualTo(sent);
        assertThat(inbox.stays(Duration.ofMillis(300))).isTrue();
    }

    @Test
    protected void oneWhoSaysToBeInProgressIsGivenTime() throws Exception {
        assumePersistent();
        store(1);
        Inbox inbox = new Inbox();
        transport.consume(spec(), inbox::keep);
        Delivery delivery = inbox.next().delivery();

        for (int i = 0; i < 4; i++) {
            assertThat(inbox.stays(ACK_WAIT.dividedBy(2))).isTrue();
            assertThat(delivery.inProgress()).isTrue();
        }
        delivery.settle(Verdict.ACK);
        assertThat(delivery.inProgress()).isFalse();

        assertThat(inbox.stays(ACK_WAIT.multipliedBy(2))).isTrue();
    }
}
