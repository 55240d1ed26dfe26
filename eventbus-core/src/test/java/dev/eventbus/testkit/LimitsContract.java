package dev.eventbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.EventMetadata;
import dev.eventbus.Payload;
import dev.eventbus.Published;
import dev.eventbus.json.EventCodec;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.Capabilities;
import dev.eventbus.transport.Transport;
import dev.eventbus.transport.Transport.Registration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every transport does with the large, the odd, and what happens at the same time. */
public abstract class LimitsContract extends StoreContract {
    private static final Duration QUIET = Duration.ofMillis(200);
    private static final int ENVELOPE = 2_048;

    @Test
    protected void carriesAnEventAsLargeAsItSays() throws Exception {
        int room = transport.capabilities().maxEventBytes() - ENVELOPE;
        Event event = with(event("e", "i"), Payload.of("x".repeat(room)), Map.of());
        assertThat(EventCodec.encode(event).length)
                .isLessThanOrEqualTo(transport.capabilities().maxEventBytes());
        Inbox live = listen(all());

        publish(event, Durability.EPHEMERAL);

        assertThat(live.next().event()).isEqualTo(event);
    }

    @Test
    protected void storesAnEventAsLargeAsItSays() throws Exception {
        assumePersistent();
        int room = transport.capabilities().maxEventBytes() - ENVELOPE;
        Event event = with(event("e", "i"), Payload.of("x".repeat(room)), Map.of());

        publish(event, Durability.PERSISTENT);

        assertThat(consumeAndAck(spec()).next().event()).isEqualTo(event);
    }

    @Test
    protected void carriesFiltersBeyondWhatASubjectHolds() throws Exception {
        Event event = with(event("e", "i"), Payload.of("few"), manyFilters());
        TopicPattern lastOfMany = TopicPattern.parse(all() + ".key9." + "v9".repeat(20));
        Inbox live = listen(lastOfMany);

        publish(event, Durability.EPHEMERAL);

        Inbox.Got got = live.next();
        assertThat(got.event()).isEqualTo(event);
        assertThat(lastOfMany.matches(got.topic())).isTrue();
    }

    @Test
    protected void storesFiltersBeyondWhatASubjectHolds() throws Exception {
        assumePersistent();
        Event event = with(event("e", "i"), Payload.of("few"), manyFilters());

        publish(event, Durability.PERSISTENT);

        assertThat(consumeAndAck(spec()).next().event()).isEqualTo(event);
    }

    @Test
    protected void keepsPayloadsInEveryScript() throws Exception {
        Inbox live = listen(all());
        String text = "Grüße, \u4f60\u597d, \ud83d\ude00, \u0000, \u2028, e\u0301, \\ \" ' \r\n";
        Event event = with(event("e", "i"), Payload.of(Map.of("text", text)), Map.of());

        publish(event, Durability.EPHEMERAL);

        Payload got = live.next().event().payload();
        assertThat(got.bytes()).isEqualTo(event.payload().bytes());
    }

    @Test
    protected void keepsNumbersAsTheyWereWritten() throws Exception {
        assumePersistent();
        byte[] written = "{\"b\":1.10,\"a\":12345678901234567890123456789,\"b2\":1e400}"
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Event event = with(event("e", "i"), Payload.ofJson(written), Map.of());

        publish(event, Durability.PERSISTENT);

        assertThat(consumeAndAck(spec()).next().event().payload().bytes()).isEqualTo(written);
    }

    @Test
    protected void manyListenersEachGetTheirs() throws Exception {
        List<Inbox> inboxes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            inboxes.add(listen(pattern("e", "i" + i % 100)));
        }

        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            sent.add(publish(event("e", "i" + i), Durability.EPHEMERAL).eventId());
        }

        for (int i = 0; i < 200; i++) {
            assertThat(inboxes.get(i).nextIds(1)).containsExactly(sent.get(i % 100));
        }
        assertThat(inboxes.stream().allMatch(Inbox::isEmpty)).isTrue();
    }

    @Test
    protected void overlappingPatternsOfOneListenerEachBringTheEvent() throws Exception {
        Inbox wide = listen(TopicPattern.parse("events.org-" + test + ".>"));
        Inbox narrow = listen(pattern("e", "i"));
        Inbox middle = listen(pattern("e", "*"));

        String sent = publish(event("e", "i"), Durability.EPHEMERAL).eventId();
        String last = publish(event("e", "i"), Durability.EPHEMERAL).eventId();

        for (Inbox inbox : List.of(wide, narrow, middle)) {
            assertThat(inbox.nextIds(2)).containsExactly(sent, last);
            assertThat(inbox.isEmpty()).isTrue();
        }
    }

    @Test
    protected void aDuplicateIsNotHandedToLiveListeners() throws Exception {
        assumePersistent();
        Inbox live = listen(all());
        Event event = event("e", "i");
        publish(event, Durability.PERSISTENT);
        publish(event, Durability.PERSISTENT);
        Event last = event("e", "last");
        publish(last, Durability.PERSISTENT);

        assertThat(live.nextIds(2)).containsExactly(event.id(), last.id());
    }

    @Test
    protected void oneIdPublishedByManyAtOnceIsStoredOnce() throws Exception {
        assumePersistent();
        Event event = event("e", "i");
        Transport second = transport.capabilities().crossesInstances() ? another() : transport;
        CountDownLatch go = new CountDownLatch(1);
        List<CompletableFuture<Published>> publishes = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            Transport by = i % 2 == 0 ? transport : second;
            publishes.add(onceReleased(go, by, event));
        }
        go.countDown();

        int stored = 0;
        for (CompletableFuture<Published> publish : publishes) {
            stored += publish.get(20, TimeUnit.SECONDS).duplicate() ? 0 : 1;
        }

        assertThat(stored).isOne();
        Inbox inbox = consumeAndAck(spec());
        assertThat(inbox.nextIds(1)).containsExactly(event.id());
        assertThat(inbox.stays(QUIET)).isTrue();
    }

    @Test
    protected void closingWaitsForTheCallThatIsUnderWay() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<String> steps = java.util.Collections.synchronizedList(new ArrayList<>());
        Registration registration = transport.listen(all(), (event, topic, position) -> {
            entered.countDown();
            awaitQuietly(go);
            steps.add("handled");
        });
        CompletableFuture<Published> publishing =
                onceReleased(new CountDownLatch(0), transport, event("e", "i"), Durability.EPHEMERAL);
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Void> closing = CompletableFuture.runAsync(
                () -> {
                    registration.close();
                    steps.add("closed");
                },
                Thread::startVirtualThread);
        go.countDown();

        closing.get(20, TimeUnit.SECONDS);
        publishing.get(20, TimeUnit.SECONDS);
        assertThat(steps).containsExactly("handled", "closed");
    }

    @Test
    protected void aDurableThatClosesWhileEventsComeLosesNone() throws Exception {
        assumePersistent();
        List<String> sent = store(30);
        Inbox before = new Inbox();
        Registration registration = transport.consume(spec(), before.acking());
        before.next();
        registration.close();
        List<String> handled = new ArrayList<>(List.of(sent.getFirst()));
        while (!before.isEmpty()) {
            handled.add(before.next().event().id());
        }

        Inbox after = consumeAndAck(spec());

        handled.addAll(after.nextIds(30 - handled.size()));
        assertThat(handled).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    protected void publishingToAClosedTransportSaysSo() {
        Event event = event("e", "i");
        transport.close();

        for (Durability durability : Durability.values()) {
            assertThatThrownBy(() -> publish(event, durability))
                    .isInstanceOfAny(ExecutionException.class, RuntimeException.class)
                    .hasMessageContaining("closed");
        }
        assertThatThrownBy(() -> transport.consume(spec(), delivery -> {})).hasMessageContaining("closed");
    }

    @Test
    protected void capabilitiesTellTheTruth() throws Exception {
        Capabilities said = transport.capabilities();
        Transport second = another();
        Inbox elsewhere = new Inbox();
        second.listen(all(), elsewhere::onEvent);
        publish(event("e", "i"), Durability.EPHEMERAL);
        assertThat(elsewhere.stays(said.crossesInstances() ? Duration.ofSeconds(20) : QUIET))
                .isEqualTo(!said.crossesInstances());
        if (said.persistent()) {
            List<String> sent = store(1);
            transport.close();
            Inbox later = new Inbox();
            Transport third = another();
            third.consume(spec(), later.acking());
            assertThat(said.survivesRestart() ? later.nextIds(1).equals(sent) : later.stays(QUIET))
                    .isTrue();
        } else {
            assertThatThrownBy(() -> store(1)).isInstanceOf(ExecutionException.class);
        }
    }

    private static CompletableFuture<Published> onceReleased(CountDownLatch go, Transport by, Event event) {
        return onceReleased(go, by, event, Durability.PERSISTENT);
    }

    private static CompletableFuture<Published> onceReleased(
            CountDownLatch go, Transport by, Event event, Durability durability) {
        return CompletableFuture.supplyAsync(
                        () -> {
                            awaitQuietly(go);
                            return by.publish(event, event.topic(), durability);
                        },
                        Thread::startVirtualThread)
                .thenCompose(stage -> stage);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody let it go on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, List<String>> manyFilters() {
        Map<String, List<String>> filters = new TreeMap<>();
        for (int i = 0; i < 10; i++) {
            filters.put("key" + i, List.of(("v" + i).repeat(20)));
        }
        return filters;
    }

    private static Event with(Event event, Payload payload, Map<String, List<String>> filters) {
        return new Event(
                event.id(),
                event.organizationId(),
                event.source(),
                event.resource(),
                event.resourceId(),
                event.eventName(),
                event.timestamp(),
                payload,
                new EventMetadata(filters, List.of(), null, null, null));
    }
}
