package dev.eventbus.gateway.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.EventKey;
import dev.eventbus.Position;
import dev.eventbus.nats.StoredRange;
import dev.eventbus.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ResumingSinkTest {
    private final List<String> told = new ArrayList<>();
    private final Outbound outbound = new Outbound(new QuickWire(), new SimpleMeterRegistry().counter("sent"));
    private final ResumingSink sink = new ResumingSink(outbound, Voice.SOCKET);
    private final Client client = new Client("ws", null, sink, null);
    private final Interest a = interest("1", "deal.*");
    private final Interest b = interest("2", "deal.closed");

    @Test
    void tellsWhatIsStoredBeforeWhatCameMeanwhileAndNothingTwice() {
        Round round = subscribed(a, 5);
        take(8, a);
        take(9, a);
        store(round, 6);
        store(round, 8);

        sink.goLive(round, new Position(8));
        take(10, a);

        assertThat(sink.begin()).isNull();
        assertThat(told).containsExactly("begun 1 at 5", "6 for 1", "8 for 1", "9 for 1", "10 for 1");
    }

    @Test
    void tellsAnEventOnceToAllThatAreEquallyFar() {
        sink.add(a);
        sink.add(b);
        sink.newcomers();
        sink.open(a, new Position(5));
        sink.open(b, new Position(7));
        Round round = sink.begin();
        take(10, a, b);

        for (int position = 6; position <= 9; position++) {
            store(round, position);
        }
        sink.goLive(round, new Position(9));
        take(11, b, a);

        assertThat(told)
                .containsExactly(
                        "begun 1 at 5",
                        "begun 2 at 7",
                        "6 for 1",
                        "7 for 1",
                        "8 for 1,2",
                        "9 for 1,2",
                        "10 for 1,2",
                        "11 for 2,1");
    }

    @Test
    void goesOnTellingOthersWhileOneCatchesUp() {
        sink.goLive(subscribed(a, 5), new Position(5));
        take(6, a);
        Round round = subscribed(b, 5);
        take(7, a, b);
        store(round, 6);

        sink.goLive(round, new Position(6));
        take(8, a, b);

        assertThat(told)
                .containsExactly(
                        "begun 1 at 5", "6 for 1", "begun 2 at 5", "7 for 1", "6 for 2", "7 for 2", "8 for 1,2");
    }

    @Test
    void asksForAReadingBegunAnewWhenThereIsANewcomer() {
        Round round = subscribed(a, 5);
        store(round, 6);
        assertThat(sink.hasNewcomer()).isFalse();

        assertThat(sink.add(b)).isFalse();
        assertThat(sink.hasNewcomer()).isTrue();
        assertThat(sink.newcomers()).containsExactly(b);
        sink.open(b, new Position(5));
        Round both = sink.begin();
        store(both, 6);
        store(both, 7);

        assertThat(told).containsExactly("begun 1 at 5", "6 for 1", "begun 2 at 5", "6 for 2", "7 for 1,2");
    }

    @Test
    void doesNotEndWithANewcomerThatNobodyHasSeen() {
        sink.goLive(subscribed(a, 5), new Position(5));
        sink.add(b);

        assertThat(sink.begin()).isEqualTo(new Round(List.of()));
        assertThat(sink.newcomers()).containsExactly(b);
        sink.remove(b, "gone");
        assertThat(sink.begin()).isNull();
        assertThat(sink.add(b)).isTrue();
    }

    @Test
    void catchesUpAgainAfterTheBrokerWasAway() {
        sink.goLive(subscribed(a, 5), new Position(5));
        assertThat(sink.begin()).isNull();
        take(6, a);

        sink.down(Position.NONE);
        take(9, a);
        assertThat(sink.begin()).isNull();
        assertThat(sink.up()).isTrue();
        Round round = sink.begin();
        take(10, a);
        store(round, 7);
        store(round, 9);
        sink.goLive(round, new Position(9));

        assertThat(told).containsExactly("begun 1 at 5", "6 for 1", "7 for 1", "9 for 1", "10 for 1");
    }

    @Test
    void doesNotGoLiveOverAHoleThatTheBrokersAbsenceLeft() {
        Round round = subscribed(a, 5);
        take(6, a);
        sink.down(Position.NONE);
        assertThat(sink.up()).isFalse();
        take(9, a);

        sink.goLive(round, new Position(5));
        Round again = sink.begin();
        for (int position = 6; position <= 9; position++) {
            store(again, position);
        }
        sink.goLive(again, new Position(9));

        assertThat(told).containsExactly("begun 1 at 5", "6 for 1", "7 for 1", "8 for 1", "9 for 1");
    }

    @Test
    void asksTheStoreOnlyForWhatTheFeedHasNotSeenWhenItMissedSomething() {
        sink.goLive(subscribed(a, 5), new Position(5));
        sink.begin();

        assertThat(sink.missed(new Position(40))).isTrue();
        Position from = sink.skipWhatIsGone(sink.begin(), new StoredRange(30, new Position(50)));

        assertThat(from).isEqualTo(new Position(40));
        assertThat(told).containsExactly("begun 1 at 5");
    }

    @Test
    void keepsABoundedAmountAndReadsTheRestFromTheStore() {
        Round round = subscribed(a, 5);
        String large = "x".repeat(Held.MOST - 200);
        sink.take(List.of(a), event(6, large));
        sink.take(List.of(a), event(7, large));
        take(8, a);

        sink.goLive(round, new Position(5));
        Round again = sink.begin();
        take(9, a);
        store(again, 6);
        store(again, 7);
        store(again, 8);
        sink.goLive(again, new Position(8));

        assertThat(told).containsExactly("begun 1 at 5", "6 for 1", "7 for 1", "8 for 1", "9 for 1");
    }

    @Test
    void tellsEphemeralEventsWhicheverPositionCameBefore() {
        Round round = subscribed(a, 50);
        take(0, a);
        sink.goLive(round, new Position(50));

        take(0, a);

        assertThat(told).containsExactly("begun 1 at 50", "0 for 1", "0 for 1");
    }

    @Test
    void tellsAnEphemeralEventThatHadToWaitOnlyOnce() {
        Round round = subscribed(a, 5);
        take(0, a);
        sink.goLive(round, new Position(5));
        sink.begin();

        sink.missed(Position.NONE);
        sink.goLive(sink.begin(), new Position(5));

        assertThat(told).containsExactly("begun 1 at 5", "0 for 1");
    }

    @Test
    void saysForEachSubscriptionWhatIsGone() {
        sink.add(a);
        sink.add(b);
        sink.newcomers();
        sink.open(a, new Position(5));
        sink.open(b, new Position(99));

        Position from = sink.skipWhatIsGone(sink.begin(), new StoredRange(10, new Position(20)));

        assertThat(from).isEqualTo(new Position(9));
        assertThat(told).containsExactly("begun 1 at 5", "begun 2 at 99", "gap 1 6-9", "gap 2 100-20");
    }

    @Test
    void saysThatEventsMayBeGoneWithoutGoingBack() {
        Round round = subscribed(a, 5);
        store(round, 20);

        sink.tellGap(round, new Gap(6, 9));
        sink.tellGap(round, new Gap(6, 30));

        assertThat(told).containsExactly("begun 1 at 5", "20 for 1", "gap 1 6-20", "gap 1 6-30");
    }

    @Test
    void tellsNothingOfASubscriptionAfterItsLastWord() {
        Round round = subscribed(a, 5);
        take(7, a);

        assertThat(sink.remove(a, "{\"type\":\"gone\"}")).isTrue();
        store(round, 6);
        sink.goLive(round, new Position(6));
        take(8, a);

        assertThat(told).containsExactly("begun 1 at 5", "gone");
        assertThat(sink.remove(a, "twice")).isFalse();
    }

    @Test
    void takesNoMoreFromTheStoreThanTheClientTakes() {
        SlowWire slow = new SlowWire();
        Outbound way = new Outbound(slow, new SimpleMeterRegistry().counter("sent"));
        ResumingSink full = new ResumingSink(way, Voice.SOCKET);
        full.add(a);
        full.newcomers();
        full.open(a, new Position(5));
        Round round = full.begin();
        String much = "x".repeat(Outbound.MUCH);

        assertThat(full.takeStored(round, event(6, "x"))).isTrue();
        assertThat(full.takeStored(round, event(7, much))).isTrue();
        assertThat(full.takeStored(round, event(8, "x"))).isFalse();
        slow.takeAll();
        assertThat(full.takeStored(round, event(8, "x"))).isTrue();

        assertThat(slow.codes).isEmpty();
    }

    private Round subscribed(Interest interest, long after) {
        sink.add(interest);
        sink.newcomers();
        sink.open(interest, new Position(after));
        return sink.begin();
    }

    private void store(Round round, long position) {
        assertThat(sink.takeStored(round, event(position, Long.toString(position))))
                .isTrue();
    }

    private void take(long position, Interest... wanted) {
        sink.take(List.of(wanted), event(position, Long.toString(position)));
    }

    private static SharedEvent event(long position, String text) {
        return new SharedEvent(
                Topic.parse("events.ws.crm.deal.closed.r" + position), new Position(position), "\"" + text + "\"");
    }

    private Interest interest(String ref, String key) {
        Wanted wanted = Wanted.of("ws", EventKey.parsePattern(key), Map.of());
        return new Interest(client, ref, wanted, new Since.Now());
    }

    private final class QuickWire implements Wire {
        @Override
        public CompletionStage<?> send(String frame) {
            told.add(frame.replaceAll("\\{\"type\":\"event\",\"ref\":\\[(.*)],\"position\":\"(\\d*)\",.*", "$2 for $1")
                    .replaceAll("^ for", "0 for")
                    .replaceAll("\\{\"type\":\"subscribed\",\"ref\":(.*),\"position\":\"(.*)\"}", "begun $1 at $2")
                    .replaceAll("\\{\"type\":\"gap\",\"ref\":(.*),\"from\":\"(.*)\",\"to\":\"(.*)\"}", "gap $1 $2-$3")
                    .replaceAll("\\{\"type\":\"gone\"}", "gone"));
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close(int code, String reason) {
            told.add("closed " + code);
        }
    }
}
