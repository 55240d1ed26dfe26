package dev.eventbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.EventBus;
import dev.eventbus.EventBusException;
import dev.eventbus.EventHandler;
import dev.eventbus.Position;
import dev.eventbus.Replay;
import dev.eventbus.ReplayFrom;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.retry.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a bus replays through every transport that stores. The parent class holds the part about the reading itself.
 */
public abstract class ReplayContract extends ReadContract {
    private static final RetryPolicy AT_ONCE = RetryPolicy.fixed(Duration.ofMillis(20), 3);

    private final RecordingHandler handler = new RecordingHandler();
    private final List<EventBus> buses = new ArrayList<>();

    @AfterEach
    final void closeBuses() {
        buses.forEach(EventBus::close);
    }

    @Test
    protected void replaysWhatIsStoredAndGoesOnWithWhatComes() throws Exception {
        assumePersistent();
        List<String> sent = store(3);
        Replay replay = replay(ReplayFrom.all());

        await(replay.caughtUp());
        assertThat(handler.ids()).isEqualTo(sent);
        sent.addAll(store(2));

        handler.await(5);
        assertThat(handler.ids()).isEqualTo(sent);
        assertThat(replay.isActive()).isTrue();
    }

    @Test
    protected void bringsEphemeralEventsOnceItHasCaughtUp() throws Exception {
        assumePersistent();
        store(1);
        Replay replay = replay(ReplayFrom.all());
        await(replay.caughtUp());

        publish(event("e", "ephemeral"), Durability.EPHEMERAL);
        handler.await(2);
        publish(event("e", "persistent"), Durability.PERSISTENT);

        assertThat(handler.await(3))
                .extracting(Event::resourceId)
                .containsExactly("stored-0", "ephemeral", "persistent");
    }

    @Test
    protected void goesOnBehindThePositionSomebodyHasSeen() throws Exception {
        assumePersistent();
        store(2);
        Position seen = publish(event("e", "seen"), Durability.PERSISTENT).position();
        List<String> missed = store(2);

        await(replay(ReplayFrom.after(seen).onlyStored()).done());

        assertThat(handler.ids()).isEqualTo(missed);
    }

    @Test
    protected void endsWithWhatIsStored() throws Exception {
        assumePersistent();
        List<String> sent = store(3);

        Replay replay = replay(ReplayFrom.all().onlyStored());
        await(replay.done());
        store(1);

        assertThat(handler.ids()).isEqualTo(sent);
        assertThat(await(replay.caughtUp()).isStored()).isTrue();
        assertThat(replay.isActive()).isFalse();
    }

    @Test
    protected void endsWithAPositionAndNoneAfterIt() throws Exception {
        assumePersistent();
        List<String> sent = store(2);
        Event last = event("e", "last");
        Position end = publish(last, Durability.PERSISTENT).position();
        store(2);

        await(replay(ReplayFrom.all().upTo(end)).done());

        sent.add(last.id());
        assertThat(handler.ids()).isEqualTo(sent);
    }

    @Test
    protected void endsWithAPositionThatIsStillToCome() throws Exception {
        assumePersistent();
        Position now = publish(event("e", "now"), Durability.PERSISTENT).position();
        Replay replay = replay(ReplayFrom.after(now).upTo(new Position(now.sequence() + 2)));
        await(replay.caughtUp());

        List<String> sent = store(3);
        await(replay.done());

        assertThat(handler.ids()).isEqualTo(sent.subList(0, 2));
    }

    @Test
    protected void endsBeforeATime() throws Exception {
        assumePersistent();
        List<String> sent = store(2);

        await(replay(ReplayFrom.all().until(Instant.now().plusSeconds(3600))).done());
        assertThat(handler.ids()).isEqualTo(sent);
        await(replay(ReplayFrom.all().until(Instant.now().minusSeconds(3600))).done());

        assertThat(handler.ids()).isEqualTo(sent);
    }

    @Test
    protected void replaysOnlyWhatHasTheFilters() throws Exception {
        assumePersistent();
        Event wanted = TestEvents.on(topic("e", "1") + ".k.v");
        publish(wanted, Durability.PERSISTENT);
        publish(TestEvents.on(topic("e", "2") + ".k.w"), Durability.PERSISTENT);

        await(replay(ReplayFrom.all().onlyStored(), options().filter("k", "v"), handler)
                .done());

        assertThat(handler.ids()).containsExactly(wanted.id());
    }

    @Test
    protected void replaysTheLastOfEachResource() throws Exception {
        assumePersistent();
        store(3);
        List<String> last = store(3);

        await(replay(ReplayFrom.lastOfEachResource().onlyStored()).done());

        assertThat(handler.ids()).isEqualTo(last);
    }

    @Test
    protected void hasCaughtUpOnlyWhenTheStoredOnesAreHandled() throws Exception {
        assumePersistent();
        store(2);
        CountDownLatch gate = new CountDownLatch(1);
        Replay replay = replay(ReplayFrom.all(), options(), event -> {
            gate.await();
            handler.handle(event);
        });

        Event live = event("e", "live");
        publish(live, Durability.PERSISTENT);
        assertThat(replay.caughtUp().toCompletableFuture().isDone()).isFalse();
        gate.countDown();

        await(replay.caughtUp());
        assertThat(handler.calls()).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    protected void whatIsTriedAgainHoldsUpItsSuccessors() throws Exception {
        assumePersistent();
        List<String> sent = store(3);
        handler.failing(2);

        await(replay(ReplayFrom.all().onlyStored(), options().retry(AT_ONCE), handler)
                .done());

        assertThat(handler.ids())
                .containsExactly(sent.getFirst(), sent.getFirst(), sent.getFirst(), sent.get(1), sent.get(2));
    }

    @Test
    protected void whatFailsForGoodIsGivenUpAndTheNextOneComes() throws Exception {
        assumePersistent();
        List<String> sent = store(2);
        handler.failing(1);

        Replay replay = replay(ReplayFrom.all().onlyStored(), options().retry(RetryPolicy.NONE), handler);
        await(replay.done());

        assertThat(handler.ids()).isEqualTo(sent);
        assertThat(replay.counts().done()).isEqualTo(2);
    }

    @Test
    protected void mayBeClosedByItsHandler() throws Exception {
        assumePersistent();
        store(3);
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<Replay> replay = new AtomicReference<>();
        replay.set(replay(ReplayFrom.all(), options(), event -> {
            handler.handle(event);
            begun.await();
            replay.get().close();
        }));
        begun.countDown();

        await(replay.get().done());

        assertThat(handler.calls()).hasSize(1);
        assertThatThrownBy(() -> await(replay.get().caughtUp())).hasCauseInstanceOf(EventBusException.class);
    }

    @Test
    protected void aBusThatIsClosedEndsItsReplays() throws Exception {
        assumePersistent();
        store(1);
        Replay replay = replay(ReplayFrom.all());
        await(replay.caughtUp());

        buses.getFirst().close();

        await(replay.done());
        assertThat(replay.isActive()).isFalse();
    }

    @Test
    protected void handsOverFromHistoryWithoutGapOrDuplicateWhileOthersPublish() throws Exception {
        assumePersistent();
        try (Publishers publishers = new Publishers(transport, 4, 300, i -> event("e", "r-" + i % 5))) {
            publishers.awaitPublished(300);
            Replay replay = replay(ReplayFrom.all());
            List<String> acknowledged = publishers.awaitAllInStoredOrder();

            handler.await(acknowledged.size());
            await(replay.caughtUp());

            assertThat(handler.ids()).isEqualTo(acknowledged);
        }
    }

    private SubscribeOptions options() {
        return SubscribeOptions.to("*.*").org("org-" + test);
    }

    private Replay replay(ReplayFrom from) {
        return replay(from, options(), handler);
    }

    private Replay replay(ReplayFrom from, SubscribeOptions options, EventHandler handler) {
        EventBus bus = EventBus.builder().transport(transport).build();
        buses.add(bus);
        return bus.replay(from, options, handler);
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
