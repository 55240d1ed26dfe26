package dev.eventbus.notifications.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.notifications.database.Database;
import dev.eventbus.notifications.inbox.Notification;
import dev.eventbus.notifications.inbox.NotificationStore;
import dev.eventbus.notifications.inbox.Outgoing;
import dev.eventbus.notifications.inbox.Owner;
import dev.eventbus.notifications.inbox.Status;
import dev.eventbus.notifications.inbox.Unread;
import dev.eventbus.notifications.metrics.NotificationMetrics;
import dev.eventbus.notifications.rule.ChannelKind;
import dev.eventbus.notifications.rule.Priority;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class DeliveriesTest {
    private static final Instant STORED = Instant.parse("2026-11-21T08:09:50.123Z");

    private final SimpleMeterRegistry counted = new SimpleMeterRegistry();
    private final SlowChannel channel = new SlowChannel();
    private volatile Instant now = STORED;

    // Never started, so that what is to be written down can be looked at; the database is not there.
    private final Outcomes outcomes = new Outcomes(
            new Records(new Database(new PGSimpleDataSource()), Duration.ofSeconds(5)),
            new NotificationMetrics(counted),
            () -> now);
    private final Deliveries deliveries = new Deliveries(List.of(channel), outcomes, () -> now);

    /** Shows what it was given, and answers when the test does. */
    private static final class SlowChannel implements Channel {
        private final BlockingQueue<Sending> taken = new LinkedBlockingQueue<>();
        private final List<Sending> given = new ArrayList<>();

        record Sending(String id, CompletableFuture<Outcome> answer) {}

        @Override
        public ChannelKind kind() {
            return ChannelKind.WEBSOCKET;
        }

        @Override
        public CompletionStage<Outcome> send(Outgoing outgoing) {
            Sending sending = new Sending(outgoing.notification().id(), new CompletableFuture<>());
            taken.add(sending);
            return sending.answer();
        }

        Sending next() throws InterruptedException {
            Sending next = taken.poll(10, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            given.add(next);
            return next;
        }
    }

    private static List<Outgoing> outgoing(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> outgoing("n-" + number))
                .toList();
    }

    private static Outgoing outgoing(String id) {
        return outgoing(id, "user-of-" + id, Priority.NORMAL);
    }

    private static Outgoing outgoing(String id, String user, Priority priority) {
        Notification notification = new Notification(
                id, "demo", "rule", priority, "", "", Status.CREATED, "e", "a.b", "_", STORED, null, null, null, null);
        Instant leaseUntil = STORED.plus(NotificationStore.LEASE);
        return new Outgoing(new Owner("demo", user), notification, new Unread(1, 1), ChannelKind.WEBSOCKET, leaseUntil);
    }

    private double settled(String outcome) {
        return counted.counter("notifications", "rule", "custom", "channel", "websocket", "outcome", outcome)
                .count();
    }

    @AfterEach
    void close() {
        channel.given.forEach(sending -> sending.answer().complete(new Outcome.Delivered()));
        channel.taken.forEach(sending -> sending.answer().complete(new Outcome.Delivered()));
        deliveries.close();
    }

    @Test
    void neverBlocksAndLeavesWhatDoesNotFit() throws Exception {
        deliveries.accept(outgoing(0, Deliveries.QUEUE + 2_000));
        assertThat(deliveries.waiting()).isEqualTo(Deliveries.QUEUE);

        deliveries.start();
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < Deliveries.QUEUE; i++) {
            SlowChannel.Sending next = channel.next();
            sent.add(next.id());
            next.answer().complete(new Outcome.Delivered());
        }

        assertThat(sent)
                .isEqualTo(IntStream.range(0, Deliveries.QUEUE)
                        .mapToObj(i -> "n-" + i)
                        .toList());
        assertThat(deliveries.waiting()).isZero();
        assertThat(settled("delivered")).isEqualTo(Deliveries.QUEUE);
    }

    @Test
    void hasOnlySoManyUnderWayAndGoesOnWithEachAnswer() throws Exception {
        deliveries.start();
        deliveries.accept(outgoing(0, Deliveries.IN_FLIGHT + 2));
        List<SlowChannel.Sending> underWay = new ArrayList<>();
        for (int i = 0; i < Deliveries.IN_FLIGHT; i++) {
            underWay.add(channel.next());
        }
        assertThat(channel.taken.poll(100, TimeUnit.MILLISECONDS)).isNull();

        underWay.get(0).answer().completeExceptionally(new IllegalStateException());

        underWay.add(channel.next());
        assertThat(underWay.getLast().id()).isEqualTo("n-" + Deliveries.IN_FLIGHT);
        assertThat(settled("failed")).isEqualTo(1);
        underWay.forEach(sending -> sending.answer().complete(new Outcome.Delivered()));
    }

    @Test
    void givesOneUserWhoNeverAnswersOnlyAPartOfWhatMayBeUnderWay() throws Exception {
        deliveries.start();
        for (int i = 0; i <= Lane.PER_USER; i++) {
            deliveries.accept(List.of(outgoing("silent-" + i, "silent", Priority.NORMAL)));
        }
        deliveries.accept(List.of(outgoing("other")));

        List<SlowChannel.Sending> underWay = new ArrayList<>();
        for (int i = 0; i <= Lane.PER_USER; i++) {
            underWay.add(channel.next());
        }
        assertThat(underWay.getLast().id()).isEqualTo("other");
        assertThat(channel.taken.poll(100, TimeUnit.MILLISECONDS)).isNull();

        underWay.get(0).answer().complete(new Outcome.Sent("silence"));

        underWay.add(channel.next());
        assertThat(underWay.getLast().id()).isEqualTo("silent-" + Lane.PER_USER);
        underWay.forEach(sending -> sending.answer().complete(new Outcome.Delivered()));
    }

    @Test
    void sendsTheMostUrgentFirstAndInOrder() throws Exception {
        deliveries.accept(List.of(
                outgoing("low", "a", Priority.LOW),
                outgoing("normal-1", "a", Priority.NORMAL),
                outgoing("urgent", "b", Priority.URGENT),
                outgoing("normal-2", "a", Priority.NORMAL)));
        deliveries.start();

        List<String> order = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            order.add(channel.next().id());
        }
        assertThat(order).containsExactly("urgent", "normal-1", "normal-2", "low");
    }

    @Test
    void leavesToOthersWhatItHadToKeepWaitingTooLong() throws Exception {
        deliveries.start();
        deliveries.accept(outgoing(0, Deliveries.IN_FLIGHT + 1));
        List<SlowChannel.Sending> underWay = new ArrayList<>();
        for (int i = 0; i < Deliveries.IN_FLIGHT; i++) {
            underWay.add(channel.next());
        }

        now = STORED.plus(NotificationStore.LEASE).minus(Duration.ofSeconds(5));
        underWay.forEach(sending -> sending.answer().complete(new Outcome.Delivered()));

        assertThat(channel.taken.poll(100, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void waitsForAnswersToWhatIsUnderWayWhenItStops() throws Exception {
        deliveries.start();
        deliveries.accept(List.of(outgoing("n-1"), outgoing("n-2")));
        channel.next().answer().complete(new Outcome.Delivered());
        SlowChannel.Sending last = channel.next();

        Thread stopping = Thread.ofVirtual().start(deliveries::close);
        assertThat(stopping.join(Duration.ofMillis(100))).isFalse();
        last.answer().complete(new Outcome.Delivered());

        assertThat(stopping.join(Duration.ofSeconds(10))).isTrue();
        assertThat(settled("delivered")).isEqualTo(2);
    }

    @Test
    void stopsThoughItWasNeverStarted() {
        deliveries.close();
        outcomes.close();

        assertThat(deliveries.waiting()).isZero();
    }
}
