package dev.eventbus.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.Event;
import dev.eventbus.EventBus;
import dev.eventbus.EventBusException;
import dev.eventbus.dispatch.Timer;
import dev.eventbus.jdbc.Postgres;
import dev.eventbus.memory.MemoryTransport;
import dev.eventbus.retry.Backoff;
import dev.eventbus.testkit.ManualClock;
import dev.eventbus.testkit.TestEvents;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One page at a time, without the thread that turns them. */
class RelayPageIT {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String A = "events.o.s.r.e.a";
    private static final String B = "events.o.s.r.e.b";

    private final ManualClock clock = new ManualClock();
    private final Publishes publishes = new Publishes();
    private final EventBus bus = EventBus.builder()
            .transport(new MemoryTransport(1_000, clock, Timer.real("test")))
            .intercept(publishes)
            .build();
    private final Outbox outbox =
            Outbox.builder().table("page_outbox").clock(clock).build();

    @BeforeEach
    void emptyTable() throws Exception {
        Postgres.run("DROP TABLE IF EXISTS page_outbox");
        Postgres.run(outbox.ddl());
    }

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void publishesPersistentlyUnderTheEventsOwnIdAndDeletesTheRow() throws Exception {
        String id = add(TestEvents.on(A));

        Page page = page(10).after("");

        assertThat(page.outcomes())
                .hasOnlyElementsOfType(RowOutcome.Published.class)
                .hasSize(1);
        assertThat(publishes.stored()).containsExactly(id);
        assertThat(rows()).isZero();
    }

    @Test
    void publishesEachKeyInTheOrderOfAdding() throws Exception {
        List<String> a = new ArrayList<>();
        List<String> b = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            a.add(add(TestEvents.on(A)));
            b.add(add(TestEvents.on(B)));
        }

        page(100).after("");

        assertThat(publishes.stored())
                .containsSubsequence(a)
                .containsSubsequence(b)
                .hasSize(40);
    }

    @Test
    void aFailingEventHasItsKeyWaitAndNoOther() throws Exception {
        String first = add(TestEvents.on(A));
        String second = add(TestEvents.on(A));
        String other = add(TestEvents.on(B));
        publishes.fail(first, new EventBusException("broker is away"));

        page(10).after("");
        assertThat(publishes.stored()).containsExactly(other);

        publishes.mend();
        page(10).after("");
        assertThat(publishes.stored()).as("not before its time").containsExactly(other);

        clock.advance(SECOND);
        page(10).after("");
        assertThat(publishes.stored()).containsExactly(other, first, second);
    }

    @Test
    void waitsLongerFromFailureToFailureAndSaysWhy() throws Exception {
        String id = add(TestEvents.on(A));
        publishes.fail(id, new EventBusException("a\0b\n" + "x".repeat(1_000)));

        page(10).after("");
        clock.advance(SECOND);
        page(10).after("");
        clock.advance(SECOND);
        page(10).after("");

        assertThat(Postgres.ask("SELECT attempts FROM page_outbox")).isEqualTo("2");
        assertThat(Postgres.ask("SELECT last_failure FROM page_outbox"))
                .startsWith("dev.eventbus.EventBusException: a b x")
                .hasSize(501);
    }

    @Test
    void anEventThatIsRefusedForGoodIsSetAsideAndItsKeyGoesOn() throws Exception {
        String refused = add(TestEvents.on(A));
        String next = add(TestEvents.on(A));
        publishes.fail(refused, new IllegalArgumentException("too large"));

        page(10).after("");

        assertThat(publishes.stored()).containsExactly(next);
        assertThat(Postgres.ask(
                        "SELECT event_id || ': ' || last_failure FROM page_outbox WHERE refused_at IS NOT NULL"))
                .isEqualTo(refused + ": java.lang.IllegalArgumentException: too large");
        publishes.mend();
        page(10).after("");
        assertThat(publishes.stored()).as("not tried again").containsExactly(next);

        Postgres.run("UPDATE page_outbox SET refused_at = NULL");
        page(10).after("");
        assertThat(publishes.stored()).as("until somebody says so").containsExactly(next, refused);
    }

    @Test
    void aRowThatIsNoEventIsSetAside() throws Exception {
        add(TestEvents.on(A));
        Postgres.run("UPDATE page_outbox SET event = 'no json'");

        assertThat(page(10).after("").outcomes()).hasOnlyElementsOfType(RowOutcome.Refused.class);
        assertThat(page(10).after("").outcomes()).isEmpty();
    }

    @Test
    void aLateCommitOfAnEarlierPositionIsNotSkipped() throws Exception {
        try (Connection late = Postgres.transaction()) {
            Event early = TestEvents.on(A);
            outbox.add(late, early);
            String other = add(TestEvents.on(B));
            page(10).after("");
            assertThat(publishes.stored()).containsExactly(other);

            late.commit();
            page(10).after("");

            assertThat(publishes.stored()).containsExactly(other, early.id());
        }
    }

    @Test
    void aKeyIsWithOneRelayAtATime() throws Exception {
        String first = add(TestEvents.on(A));
        String second = add(TestEvents.on(A));
        CountDownLatch publishing = new CountDownLatch(1);
        CompletableFuture<Void> acknowledge = new CompletableFuture<>();
        publishes.afterStoring = event -> {
            publishing.countDown();
            return event.id().equals(first) ? acknowledge : null;
        };
        CompletableFuture<Page> one = async(page(10));
        assertThat(publishing.await(20, TimeUnit.SECONDS)).isTrue();
        String other = add(TestEvents.on(B));

        Page two = page(10).after("");

        assertThat(two.outcomes())
                .extracting(outcome -> outcome.row().eventId())
                .containsExactly(other);
        acknowledge.complete(null);
        assertThat(one.get(20, TimeUnit.SECONDS).outcomes()).hasSize(2);
        assertThat(publishes.stored()).containsExactly(first, other, second);
    }

    @Test
    void aRelayThatDiesBeforeItDeletedHasTheSameIdPublishedAgainAndStoredOnce() throws Exception {
        String id = add(TestEvents.on(A));
        publishes.afterStoring = event -> {
            try {
                Postgres.killHolders("page_outbox");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            publishes.afterStoring = again -> null;
            return null;
        };

        assertThatThrownBy(() -> page(10).after("")).isInstanceOf(java.sql.SQLException.class);
        assertThat(rows()).isEqualTo(1);
        Page again = page(10).after("");

        assertThat(again.outcomes()).hasSize(1);
        assertThat(publishes.stored()).containsExactly(id);
        assertThat(rows()).isZero();
    }

    @Test
    void readsNoMoreThanABatchAndTurnsToTheNextKeys() throws Exception {
        for (int i = 0; i < 10; i++) {
            add(TestEvents.on(A));
        }
        add(TestEvents.on(B));
        add(TestEvents.on("events.o.s.r.e.c"));

        Page first = page(2).after("");
        assertThat(first.lastKey()).isEqualTo("o.s.r.b");
        assertThat(first.outcomes()).hasSize(2);

        Page second = page(2).after("o.s.r.b");
        assertThat(second.lastKey()).isNull();
        assertThat(second.outcomes()).as("one key alone may fill a batch").hasSize(1);
        assertThat(page(4).after("").outcomes()).hasSize(4);
    }

    @Test
    void aBacklogThatWaitsDoesNotHideTheKeysBehindIt() throws Exception {
        List<String> stuck = IntStream.range(0, 6)
                .mapToObj(i -> TestEvents.on("events.o.s.r.e.stuck" + i))
                .map(Event::id)
                .toList();
        for (int i = 0; i < 6; i++) {
            add(TestEvents.on("events.o.s.r.e.stuck" + i, stuck.get(i)));
            publishes.fail(stuck.get(i), new EventBusException("no"));
        }
        String other = add(TestEvents.on("events.o.s.r.e.z"));

        String key = "";
        while (key != null) {
            key = page(2).after(key).lastKey();
        }

        assertThat(publishes.stored()).containsExactly(other);
    }

    @Test
    void keepsPublishedRowsIfToldTo() throws Exception {
        add(TestEvents.on(A));
        RelaySettings keeping = builder(10).keepPublished(Duration.ofDays(1)).settings();

        new RelayPage(keeping, new PublishRows(keeping, () -> false)).after("");
        assertThat(Postgres.ask("SELECT published_at IS NOT NULL FROM page_outbox"))
                .isEqualTo("t");
        assertThat(new RelayPage(keeping, new PublishRows(keeping, () -> false))
                        .after("")
                        .outcomes())
                .isEmpty();
        assertThat(purged(Duration.ZERO)).isZero();
        assertThat(purged(SECOND)).isEqualTo(1);
    }

    private int purged(Duration later) throws Exception {
        try (Connection connection = Postgres.source().getConnection()) {
            return builder(10)
                    .settings()
                    .table()
                    .purge(connection, clock.instant().plus(later), 100);
        }
    }

    @Test
    void beginsNoRowWhileStoppingNorLongAfterItsClaim() throws Exception {
        add(TestEvents.on(A));
        String second = add(TestEvents.on(A));
        RelaySettings settings = builder(10).settings();
        assertThat(new RelayPage(settings, new PublishRows(settings, () -> true))
                        .after("")
                        .outcomes())
                .isEmpty();

        publishes.afterStoring = event -> {
            clock.advance(Duration.ofSeconds(31));
            return null;
        };
        assertThat(page(10).after("").outcomes()).hasSize(1);

        assertThat(Postgres.ask("SELECT event_id FROM page_outbox")).isEqualTo(second);
    }

    @Test
    void aPublishWithoutAnAnswerHasFailed() throws Exception {
        add(TestEvents.on(A));
        publishes.afterStoring = event -> new CompletableFuture<>();
        RelaySettings hasty = builder(10).publishTimeout(Duration.ofMillis(50)).settings();

        Page page = new RelayPage(hasty, new PublishRows(hasty, () -> false)).after("");

        assertThat(page.outcomes()).hasOnlyElementsOfType(RowOutcome.Failed.class);
        assertThat(rows()).isEqualTo(1);
    }

    private OutboxRelayBuilder builder(int batchSize) {
        return OutboxRelay.builder(Postgres.source(), bus)
                .table("page_outbox")
                .batchSize(batchSize)
                .retryAfter(Backoff.exponential(SECOND, Duration.ofMinutes(1)))
                .clock(clock);
    }

    private RelayPage page(int batchSize) {
        RelaySettings settings = builder(batchSize).settings();
        return new RelayPage(settings, new PublishRows(settings, () -> false));
    }

    private String add(Event event) throws Exception {
        try (Connection connection = Postgres.transaction()) {
            outbox.add(connection, event);
            connection.commit();
        }
        return event.id();
    }

    private static long rows() throws Exception {
        return Long.parseLong(Postgres.ask("SELECT count(*) FROM page_outbox"));
    }

    private static CompletableFuture<Page> async(RelayPage page) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return page.after("");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
