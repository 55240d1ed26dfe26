package dev.eventbus.gateway.channels.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.gateway.channels.Channel;
import dev.eventbus.gateway.channels.TestChannels;
import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.gateway.database.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeasesIT {
    private static final Duration LENGTH = Duration.ofSeconds(3);

    private final Jdbc jdbc = TestDatabase.jdbc();
    private final AtomicLong nanos = new AtomicLong();
    private final Leases one = new Leases(jdbc, "one", LENGTH, nanos::get);
    private final Leases other = new Leases(jdbc, "other", LENGTH, nanos::get);

    @AfterEach
    void removeAll() {
        jdbc.update("delete from gateway.event_channel");
    }

    @Test
    void givesAChannelToOneOnly() {
        List<String> ids =
                List.of(channel("A").id(), channel("B").id(), channel("C").id());

        List<Lease> first = one.claim(ids, 2);
        List<Lease> second = other.claim(ids, 10);

        assertThat(first).extracting(Lease::channelId).containsExactlyInAnyOrder("A", "B");
        assertThat(second).extracting(Lease::channelId).containsExactly("C");
        assertThat(one.claim(ids, 10)).isEmpty();
    }

    @Test
    void endsByItselfBeforeAnotherCanHaveIt() {
        Lease lease = one.claim(List.of(channel("A").id()), 1).getFirst();
        Progress progress = new Progress(jdbc);

        nanos.addAndGet(LENGTH.minusMillis(1_001).toNanos());
        assertThat(lease.isHeld()).isTrue();
        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(lease.isHeld()).isFalse();
        assertThat(progress.keep(lease, Place.ofStream("7"))).isTrue();
        jdbc.update("update gateway.event_channel_run set until = now()");
        Lease next = other.claim(List.of("A"), 1).getFirst();

        assertThat(next.epoch()).isEqualTo(lease.epoch() + 1);
        assertThat(progress.keep(lease, Place.ofStream("6"))).isFalse();
        assertThat(progress.see(lease, List.of("x"))).isFalse();
        assertThat(progress.place("A").position()).isEqualTo("7");
        assertThat(progress.unseen("A", List.of("x"))).containsExactly("x");
        assertThat(progress.see(next, List.of("x"))).isTrue();
        assertThat(progress.unseen("A", List.of("x", "y"))).containsExactly("y");
    }

    @Test
    void isRenewedUnlessSomebodyElseHasIt() {
        List<Lease> leases = one.claim(List.of(channel("A").id(), channel("B").id()), 2);
        jdbc.update("update gateway.event_channel_run set owner = 'other', epoch = 9 where channel_id = 'B'");
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());

        one.renew(leases);
        nanos.addAndGet(LENGTH.minusMillis(1_001).toNanos());

        assertThat(leases)
                .filteredOn(Lease::isHeld)
                .extracting(Lease::channelId)
                .containsExactly("A");
    }

    @Test
    void oneThatStopsWithoutAWordIsFollowedByTheOther() {
        Channel channel = channel("A");
        Set<String> runners = ConcurrentHashMap.newKeySet();
        Runs dying = runs("one", runners);
        Runs living = runs("other", runners);
        try {
            dying.look(List.of(channel));
            living.look(List.of(channel));
            await().until(() -> runners.equals(Set.of("one")));

            await().atMost(Duration.ofSeconds(5)).until(() -> {
                living.look(List.of(channel));
                return runners.equals(Set.of("other")); // the first ended by itself
            });
        } finally {
            living.stop();
            dying.stop();
        }
        assertThat(one.claim(List.of("A"), 1)).as("released at the stop").hasSize(1);
    }

    @Test
    void stopsAndStartsAnewWhatWasChanged() {
        Channel channel = channel("A");
        Set<String> runners = ConcurrentHashMap.newKeySet();
        Runs runs = runs("one", runners);
        try {
            runs.look(List.of(channel));
            await().until(() -> runners.contains("one"));
            runs.look(List.of());
            await().until(runners::isEmpty);
            runs.look(List.of(channel));
            await().until(() -> runners.contains("one"));
        } finally {
            runs.stop();
        }
        await().until(runners::isEmpty);
    }

    @Test
    void aRunThatBreaksIsBegunAnew() {
        Channel channel = channel("breaking");
        AtomicInteger begun = new AtomicInteger();
        Runs runs = new Runs(new Leases(jdbc, "one", LENGTH, System::nanoTime), any -> lease -> {
            begun.incrementAndGet();
            throw new StackOverflowError("made up");
        });
        try {
            await().dontCatchUncaughtExceptions().atMost(Duration.ofSeconds(20)).until(() -> {
                runs.look(List.of(channel));
                return begun.get() > 1;
            });
        } finally {
            runs.stop();
        }
    }

    private Runs runs(String name, Set<String> runners) {
        return new Runs(new Leases(jdbc, name, LENGTH, System::nanoTime), channel -> lease -> {
            runners.add(name);
            try {
                while (lease.isHeld()) {
                    Thread.sleep(Duration.ofMillis(20));
                }
            } finally {
                runners.remove(name);
            }
            return Duration.ofMillis(10);
        });
    }

    private Channel channel(String id) {
        Channel channel = TestChannels.polling(id, "https://example.com/");
        TestChannels.store(jdbc, channel);
        return channel;
    }
}
