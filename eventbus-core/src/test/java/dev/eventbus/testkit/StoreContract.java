package dev.eventbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.Position;
import dev.eventbus.Published;
import dev.eventbus.transport.StartAt;
import dev.eventbus.transport.Transport;
import dev.eventbus.transport.Transport.Registration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every transport that stores does with what it stored.
 */
public abstract class StoreContract extends GroupContract {
    @Test
    protected void storesAnIdOnce() throws Exception {
        assumePersistent();
        Event event = event("e", "i");
        Published first = publish(event, Durability.PERSISTENT);

        Published second = publish(event, Durability.PERSISTENT);

        assertThat(first.duplicate()).isFalse();
        assertThat(second.duplicate()).isTrue();
        assertThat(second.position()).isEqualTo(first.position());
        Event last = event("e", "last");
        publish(last, Durability.PERSISTENT);
        Inbox inbox = consumeAndAck(spec());
        assertThat(inbox.nextIds(2)).containsExactly(event.id(), last.id());
    }

    @Test
    protected void positionsGrow() throws Exception {
        assumePersistent();
        Position first = publish(event("e", "1"), Durability.PERSISTENT).position();

        Position second = publish(event("e", "2"), Durability.PERSISTENT).position();

        assertThat(second.sequence()).isGreaterThan(first.sequence());
    }

    @Test
    protected void aDurableGetsWhatWasStoredBeforeIt() throws Exception {
        assumePersistent();
        List<String> sent = store(3);

        Inbox inbox = consumeAndAck(spec());

        assertThat(inbox.nextIds(3)).containsExactlyElementsOf(sent);
    }

    @Test
    protected void aDurableGetsNoEphemeralEvents() throws Exception {
        assumePersistent();
        Inbox inbox = consumeAndAck(spec());

        publish(event("e", "ephemeral"), Durability.EPHEMERAL);
        List<String> sent = store(1);

        assertThat(inbox.nextIds(1)).isEqualTo(sent);
    }

    @Test
    protected void aDurableGetsOnlyItsPositions() throws Exception {
        assumePersistent();
        publish(event("other", "i"), Durability.PERSISTENT);
        Event wanted = event("wanted", "i");
        publish(wanted, Durability.PERSISTENT);

        Inbox inbox = consumeAndAck(spec(pattern("wanted", "*"), StartAt.all(), 4, 5));

        assertThat(inbox.next().event()).isEqualTo(wanted);
    }

    @Test
    protected void anAckedEventDoesNotComeAgain() throws Exception {
        assumePersistent();
        List<String> first = store(2);
        Inbox before = new Inbox();
        Registration registration = transport.consume(spec(), before.acking());
        assertThat(before.nextIds(2)).isEqualTo(first);
        registration.close();

        List<String> second = store(1);

        assertThat(consumeAndAck(spec()).nextIds(1)).isEqualTo(second);
    }

    @Test
    protected void twoWhoConsumeUnderOneNameShareTheEvents() throws Exception {
        assumePersistent();
        List<String> sent = store(20);
        Transport second = transport.capabilities().crossesInstances() ? another() : transport;
        Inbox both = new Inbox();
        transport.consume(spec(), both.acking());
        second.consume(spec(), both.acking());

        assertThat(both.nextIds(20)).containsExactlyInAnyOrderElementsOf(sent);
        List<String> last = store(1);
        assertThat(both.nextIds(1)).isEqualTo(last);
    }

    @Test
    protected void twoDurablesEachGetEveryEvent() throws Exception {
        assumePersistent();
        List<String> sent = store(3);

        Inbox one = consumeAndAck(spec());
        Inbox two = new Inbox();
        transport.consume(named("other-" + test, StartAt.all()), two.acking());

        assertThat(one.nextIds(3)).isEqualTo(sent);
        assertThat(two.nextIds(3)).isEqualTo(sent);
    }

    @Test
    protected void aNewDurableMayBeginWithWhatIsStoredFromNowOn() throws Exception {
        assumePersistent();
        store(2);
        Inbox inbox = consumeAndAck(named("new-" + test, StartAt.now()));

        List<String> sent = store(1);

        assertThat(inbox.nextIds(1)).isEqualTo(sent);
    }

    @Test
    protected void aNewDurableMayBeginAtAPosition() throws Exception {
        assumePersistent();
        store(2);
        Event third = event("e", "3");
        long sequence = publish(third, Durability.PERSISTENT).position().sequence();

        Inbox inbox = consumeAndAck(named("at-" + test, StartAt.sequence(sequence)));

        assertThat(inbox.next().event()).isEqualTo(third);
    }

    @Test
    protected void aNewDurableMayBeginAtATime() throws Exception {
        assumePersistent();
        List<String> sent = store(2);
        Inbox since =
                consumeAndAck(named("since-" + test, StartAt.time(Instant.now().minusSeconds(3600))));
        Inbox later =
                consumeAndAck(named("later-" + test, StartAt.time(Instant.now().plusSeconds(3600))));

        assertThat(since.nextIds(2)).isEqualTo(sent);
        assertThat(later.isEmpty()).isTrue();
    }
}
