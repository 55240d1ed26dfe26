package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.DeadLetter;
import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.EventBus;
import dev.eventbus.EventBusException;
import dev.eventbus.EventContext;
import dev.eventbus.EventDraft;
import dev.eventbus.Position;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.json.EventCodec;
import dev.eventbus.nats.server.NatsServer;
import dev.eventbus.retry.RetryPolicy;
import dev.eventbus.testkit.TestEvents;
import io.nats.client.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DeadLettersIT {
    private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
    private static final EventContext CONTEXT =
            EventContext.of("org_1", "crm").withTraceparent("00-" + TRACE_ID + "-b7ad6b7169203331-00");
    private static final RetryPolicy TWO_TRIES = RetryPolicy.fixed(Duration.ofMillis(10), 1);
    private static NatsServer server;

    private final NatsSettings settings = NatsSettings.of(server.url());
    private final NatsConnection connection = NatsConnection.connect(settings);
    private final NatsTransport transport = NatsTransport.open(connection, settings);
    private final EventBus bus = EventBus.builder().transport(transport).build();

    @BeforeAll
    static void startServer() {
        server = NatsServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @AfterEach
    void close() {
        bus.close();
        connection.close();
    }

    @Test
    void anEphemeralEventThatALiveHandlerGivesUpIsKeptInTheDeadLetterStream() throws Exception {
        bus.subscribe(SubscribeOptions.to("deal.closed").org("org_1").retry(TWO_TRIES), event -> {
            throw new IllegalStateException("first line\r\nNats-Msg-Id: forged");
        });
        Event event = publish("deal.closed", Durability.EPHEMERAL);

        Message letter = only("dlq.live.live.org_1.crm.deal.closed.>");

        assertThat(EventCodec.decode(letter.getData())).isEqualTo(event);
        assertThat(letter.getHeaders().get("Nats-Msg-Id"))
                .singleElement()
                .asString()
                .startsWith("dlq:live#1:" + event.id());
        assertThat(header(letter, DeadLetters.SUBSCRIPTION)).isEqualTo("live#1");
        assertThat(header(letter, DeadLetters.CLASS)).isEqualTo("exhausted");
        assertThat(header(letter, DeadLetters.REASON))
                .startsWith("failed 2 times, last: IllegalStateException: first line  Nats");
        assertThat(header(letter, DeadLetters.CAUSE))
                .startsWith("java.lang.IllegalStateException: first line")
                .contains(" at dev.eventbus.")
                .hasSizeLessThanOrEqualTo(1_024);
        assertThat(header(letter, DeadLetters.ATTEMPTS)).isEqualTo("2");
        assertThat(header(letter, DeadLetters.TRACE_ID)).isEqualTo(TRACE_ID);
        assertThat(header(letter, DeadLetters.ORIGINAL_SUBJECT)).isEqualTo("live.org_1.crm.deal.closed.d_1");
        assertThat(Instant.parse(header(letter, DeadLetters.FIRST_AT)))
                .isBefore(Instant.parse(header(letter, DeadLetters.LAST_AT)));
        assertThat(letter.getHeaders().getFirst(DeadLetters.SEQUENCE)).isNull();
    }

    @Test
    void aStoredEventThatALiveHandlerGivesUpNamesItsPlaceInTheStream() throws Exception {
        bus.subscribe(
                SubscribeOptions.to("deal.stored").org("org_1").group("mailers").retry(RetryPolicy.NONE), event -> {
                    throw new IllegalStateException("told to fail");
                });
        Event event = publish("deal.stored", Durability.PERSISTENT);

        Message letter = only("dlq.mailers.events.org_1.crm.deal.stored.>");

        assertThat(header(letter, DeadLetters.MESSAGE_ID)).isEqualTo(event.id());
        assertThat(header(letter, DeadLetters.ORIGINAL_STREAM)).isEqualTo(NatsTransport.STREAM);
        assertThat(Long.parseLong(header(letter, DeadLetters.SEQUENCE))).isPositive();
    }

    @Test
    void aDurablesDeadLetterCarriesCauseAndTrace() throws Exception {
        bus.subscribe(
                SubscribeOptions.to("deal.lost").org("org_1").durable("lost").retry(TWO_TRIES), event -> {
                    throw new IllegalStateException("told to fail");
                });
        publish("deal.lost", Durability.PERSISTENT);

        Message letter = only("dlq.lost.>");

        assertThat(header(letter, DeadLetters.SUBSCRIPTION)).isEqualTo("lost");
        assertThat(header(letter, DeadLetters.CLASS)).isEqualTo("exhausted");
        assertThat(header(letter, DeadLetters.CAUSE))
                .startsWith("java.lang.IllegalStateException: told to fail")
                .contains(" at ");
        assertThat(header(letter, DeadLetters.TRACE_ID)).isEqualTo(TRACE_ID);
    }

    @Test
    void theSameLetterIsKeptOnceAndAnotherSubscriptionsBeside() throws Exception {
        Event event = TestEvents.on("events.org_1.crm.deal.twice.d_1");
        DeadLetter letter = letter("live#1", event);

        transport.deadLetterSink().put(letter);
        transport.deadLetterSink().put(letter);
        transport.deadLetterSink().put(letter("live#2", event));

        assertThat(DeadLetterQueue.of(connection).read("dlq.live.live.org_1.crm.deal.twice.>", 2))
                .hasSize(2);
    }

    @Test
    void aLetterThatCannotBeWrittenIsNotTakenForKept() {
        Event event = TestEvents.on("events.org_1.crm.deal.away.d_1");
        connection.close();

        assertThatThrownBy(() -> transport.deadLetterSink().put(letter("live#1", event)))
                .isInstanceOf(EventBusException.class);
    }

    @Test
    void theBusesOwnSinkHasTheLetterBeforeADurablesEventIsAcked() throws Exception {
        AtomicInteger puts = new AtomicInteger();
        LinkedBlockingQueue<DeadLetter> letters = new LinkedBlockingQueue<>();
        NatsTransport second = NatsTransport.open(connection, settings);
        try (EventBus own = EventBus.builder()
                .transport(second)
                .deadLetters(letter -> {
                    if (puts.incrementAndGet() == 1) {
                        throw new IllegalStateException("the sink is full");
                    }
                    letters.add(letter);
                })
                .build()) {
            own.subscribe(
                    SubscribeOptions.to("deal.own").org("org_1").durable("own").retry(RetryPolicy.NONE), event -> {
                        throw new IllegalStateException("told to fail");
                    });
            Event event = publish("deal.own", Durability.PERSISTENT);

            DeadLetter letter = letters.poll(60, TimeUnit.SECONDS);

            assertThat(letter).isNotNull();
            assertThat(letter.event()).isEqualTo(event);
            assertThat(letter.attempts()).isEqualTo(2);
            assertThat(letter.position().isStored()).isTrue();
        }
        var consumer = connection.require("look").jetStreamManagement().getConsumerInfo(NatsTransport.STREAM, "own");
        assertThat(consumer.getNumAckPending()).isZero();
        assertThat(consumer.getNumPending()).isZero();
    }

    private static DeadLetter letter(String subscription, Event event) {
        Instant at = Instant.parse("2026-11-21T08:09:50.123Z");
        return new DeadLetter(subscription, event, Position.NONE, 1, "rejected", "no use", null, at, at);
    }

    private Event publish(String key, Durability durability) throws Exception {
        LinkedBlockingQueue<Event> published = new LinkedBlockingQueue<>();
        try (var seen = bus.subscribe(SubscribeOptions.to(key).allOrgs().localOnly(), published::add)) {
            bus.publish(CONTEXT, key, EventDraft.of("d_1", Map.of("amount", 7)), durability)
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
            Event event = published.poll(20, TimeUnit.SECONDS);
            assertThat(event).isNotNull();
            return event;
        }
    }

    private Message only(String subject) throws Exception {
        List<Message> letters = DeadLetterQueue.of(connection).read(subject, 1);
        assertThat(letters).hasSize(1);
        return letters.getFirst();
    }

    private static String header(Message message, String name) {
        return String.valueOf(message.getHeaders().getFirst(name));
    }
}
