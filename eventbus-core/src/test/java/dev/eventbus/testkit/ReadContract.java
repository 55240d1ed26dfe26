package dev.eventbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.Position;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.ReadSpec;
import dev.eventbus.transport.StartAt;
import dev.eventbus.transport.Transport.Registration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/**
 * How every transport that stores reads what it stored.
 */
public abstract class ReadContract extends GroupContract {
    @Test
    protected void readsWhatWasStoredAndThenWhatFollows() throws Exception {
        assumePersistent();
        List<String> sent = store(3);
        ReadInbox inbox = read(all(), StartAt.all());

        sent.addAll(store(2));

        assertThat(inbox.nextIds(5)).isEqualTo(sent);
    }

    @Test
    protected void saysOnceThatItHasCaughtUpAndWhere() throws Exception {
        assumePersistent();
        store(2);
        Position last = publish(event("other", "i"), Durability.PERSISTENT).position();

        ReadInbox inbox = read(pattern("e", "*"), StartAt.all());

        assertThat(inbox.caughtUp().sequence()).isGreaterThanOrEqualTo(last.sequence());
        assertThat(inbox.nextIds(2)).hasSize(2);
        store(3);
        assertThat(inbox.nextIds(3)).hasSize(3);
        assertThat(inbox.caughtUpCalls()).isEqualTo(1);
    }

    @Test
    protected void catchesUpAtOnceWhereNothingMatches() throws Exception {
        assumePersistent();
        store(1);

        ReadInbox inbox = read(pattern("no-such", "*"), StartAt.all());

        assertThat(inbox.caughtUp()).isNotNull();
        assertThat(inbox.isEmpty()).isTrue();
    }

    @Test
    protected void tellsWhenAnEventWasStored() throws Exception {
        assumePersistent();
        Instant before = Instant.now().minusSeconds(5);
        store(1);

        ReadInbox inbox = read(all(), StartAt.all());
        inbox.next();

        assertThat(inbox.lastStoredAt()).isBetween(before, Instant.now().plusSeconds(5));
    }

    @Test
    protected void readsFromAPositionOn() throws Exception {
        assumePersistent();
        List<String> sent = store(2);
        long sequence =
                publish(event("e", "third"), Durability.PERSISTENT).position().sequence();
        sent.addAll(store(1));

        assertThat(read(all(), StartAt.sequence(sequence)).nextIds(2).getLast()).isEqualTo(sent.getLast());
        assertThat(read(all(), StartAt.sequence(sequence + 1)).nextIds(1)).containsExactly(sent.getLast());
    }

    @Test
    protected void readsFromATimeOn() throws Exception {
        assumePersistent();
        List<String> sent = store(2);
        ReadInbox whole = read(all(), StartAt.all());
        whole.nextIds(2);
        Instant storedAt = whole.lastStoredAt();

        assertThat(read(all(), StartAt.time(storedAt)).nextIds(1).getFirst()).isIn(sent);
        ReadInbox later = read(all(), StartAt.time(storedAt.plusSeconds(3600)));
        later.caughtUp();
        assertThat(later.isEmpty()).isTrue();
    }

    @Test
    protected void readsOnlyWhatIsStoredFromNowOn() throws Exception {
        assumePersistent();
        store(2);
        ReadInbox inbox = read(all(), StartAt.now());

        List<String> sent = store(2);

        assertThat(inbox.nextIds(2)).isEqualTo(sent);
    }

    @Test
    protected void readsTheLastOfEachResourceInTheirOrderAndThenEverything() throws Exception {
        assumePersistent();
        storeAll("e-1", "f-2", "e-3", "f-1", "e-2");
        ReadInbox inbox = read(new ReadSpec(all(), StartAt.all(), true));

        assertThat(inbox.nextNames(3)).containsExactly("e-3", "f-1", "e-2");
        assertThat(inbox.caughtUp().isStored()).isTrue();
        storeAll("e-1", "e-1");
        assertThat(inbox.nextNames(2)).containsExactly("e-1", "e-1");
    }

    @Test
    protected void theLastOfAResourceIsTheLastThatMatches() throws Exception {
        assumePersistent();
        storeAll("e-1", "f-1", "e-2", "e-2");

        ReadInbox inbox = read(new ReadSpec(pattern("e", "*"), StartAt.all(), true));

        assertThat(inbox.nextNames(2)).containsExactly("e-1", "e-2");
        inbox.caughtUp();
        assertThat(inbox.isEmpty()).isTrue();
    }

    @Test
    protected void theLastOfAResourceIsTheLastWithTheFilters() throws Exception {
        assumePersistent();
        StringBuilder wide = new StringBuilder(); // more than a transport may keep beside the event
        for (int i = 0; i < 9; i++) {
            wide.append(".a").append(i).append('.').append("z".repeat(60));
        }
        Event one = TestEvents.on(topic("e", "1") + ".k.v");
        Event two = TestEvents.on(topic("e", "2") + wide + ".k.v");
        for (Event event : List.of(
                TestEvents.on(topic("e", "1") + ".k.v.a.b"),
                one,
                TestEvents.on(topic("e", "1") + ".k.w"),
                TestEvents.on(topic("e", "2") + ".k.v"),
                two,
                TestEvents.on(topic("e", "2") + wide))) {
            publish(event, Durability.PERSISTENT);
        }
        TopicPattern filtered = TopicPattern.parse(topic("e", "*") + ".k.v");

        ReadInbox inbox = read(new ReadSpec(filtered, StartAt.all(), true));

        assertThat(inbox.nextIds(2)).containsExactly(one.id(), two.id());
        inbox.caughtUp();
        assertThat(inbox.isEmpty()).isTrue();
    }

    @Test
    protected void theLastOfEachResourceMayBeginAtAPosition() throws Exception {
        assumePersistent();
        storeAll("e-1", "e-2");
        long sequence =
                publish(event("e", "3"), Durability.PERSISTENT).position().sequence();
        storeAll("e-2");

        ReadInbox inbox = read(new ReadSpec(all(), StartAt.sequence(sequence), true));

        assertThat(inbox.nextNames(2)).containsExactly("e-3", "e-2");
    }

    @Test
    protected void aReaderThatWaitsIsBroughtNothingMore() throws Exception {
        assumePersistent();
        List<String> sent = store(5);
        Semaphore turns = new Semaphore(0);
        ReadInbox inbox = new ReadInbox(turns);
        transport.read(new ReadSpec(all(), StartAt.all(), false), inbox);

        turns.release(2);
        assertThat(inbox.nextIds(2)).isEqualTo(sent.subList(0, 2));
        assertThat(inbox.stays(Duration.ofMillis(200))).isTrue();
        turns.release(10);

        assertThat(inbox.nextIds(3)).isEqualTo(sent.subList(2, 5));
    }

    @Test
    protected void aReadingThatIsClosedEndsAlsoWhileItsListenerWaits() throws Exception {
        assumePersistent();
        store(3);
        Semaphore turns = new Semaphore(1);
        ReadInbox inbox = new ReadInbox(turns);
        Registration reading = transport.read(new ReadSpec(all(), StartAt.all(), false), inbox);
        inbox.next();

        reading.close();
        turns.release(10);
        store(1);

        assertThat(inbox.stays(Duration.ofMillis(200))).isTrue();
    }

    @Test
    protected void aReadingMayBeClosedByItsListener() throws Exception {
        assumePersistent();
        store(3);
        CountDownLatch begun = new CountDownLatch(1);
        List<Registration> reading = new ArrayList<>();
        ReadInbox inbox = new ReadInbox(new Semaphore(10)).onEach(() -> {
            begun.await();
            reading.getFirst().close();
        });
        reading.add(transport.read(new ReadSpec(all(), StartAt.all(), false), inbox));
        begun.countDown();

        inbox.next();

        assertThat(inbox.stays(Duration.ofMillis(200))).isTrue();
    }

    @Test
    protected void aListenerThatThrowsIsToldTheNextEvent() throws Exception {
        assumePersistent();
        List<String> sent = store(3);
        ReadInbox inbox = new ReadInbox(new Semaphore(10)).onEach(() -> {
            throw new IllegalStateException("told to fail");
        });

        transport.read(new ReadSpec(all(), StartAt.all(), false), inbox);

        assertThat(inbox.nextIds(3)).isEqualTo(sent);
    }

    @Test
    protected void whatSeveralPublishersStoreMeanwhileIsReadOnceAndInOrder() throws Exception {
        assumePersistent();
        try (Publishers publishers = new Publishers(transport, 3, 400, i -> event("e", "r-" + i % 7))) {
            publishers.awaitPublished(200);
            ReadInbox inbox = read(all(), StartAt.all());

            List<String> acknowledged = publishers.awaitAllInStoredOrder();

            assertThat(inbox.nextIds(acknowledged.size())).isEqualTo(acknowledged);
            assertThat(inbox.stays(Duration.ofMillis(100))).isTrue();
            assertThat(inbox.caughtUp().isStored()).isTrue();
        }
    }

    private void storeAll(String... names) throws Exception {
        for (String name : names) {
            String[] parts = name.split("-");
            publish(event(parts[0], parts[1]), Durability.PERSISTENT);
        }
    }

    ReadInbox read(TopicPattern pattern, StartAt start) {
        return read(new ReadSpec(pattern, start, false));
    }

    private ReadInbox read(ReadSpec spec) {
        ReadInbox inbox = new ReadInbox(new Semaphore(Integer.MAX_VALUE));
        transport.read(spec, inbox);
        return inbox;
    }
}
