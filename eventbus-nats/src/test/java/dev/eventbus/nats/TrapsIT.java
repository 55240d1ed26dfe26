package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.Published;
import dev.eventbus.nats.PublishFailedException.Reason;
import dev.eventbus.nats.server.NatsServer;
import dev.eventbus.testkit.TestEvents;
import dev.eventbus.topic.TopicPattern;
import io.nats.client.Message;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the server and the client library do that one would not expect. Every such thing that shaped this module has a
 * test; those that are not here:
 *
 * <ul>
 *   <li>a batch of one stalls the client's own consumers: {@code PullLoopIT.handlesEveryMessageOneAtATimeWithoutStalling}
 *   <li>a pull can get lost, a dead connection does not know it: {@code StalledPullIT}
 *   <li>a timeout is unknown, not failed: {@code NatsOutageIT.anUnansweredPublishIsUnknownNotFailed}
 *   <li>nobody answers for a stream without a leader: {@code ClusterOutageIT}
 *   <li>no window on what is unacknowledged: {@code PublisherIT.letsNoMoreThanTheWindowWaitAndTheNextOneOnceThereIsRoom}
 *   <li>all failures look alike: {@code PublisherIT}, {@code NatsOutageIT.startsWhileTheServerIsAwayAndSaysThatItIs}
 *   <li>subjects are hardly checked: {@code NamesTest}; long ones: {@code SubjectsTest}, {@code LimitsContract}
 *   <li>BackOff adds up with naks, parked messages fill max_ack_pending: {@code ConsumersIT},
 *       {@code TransportContract.aRetryHoldsUpNoOtherEvent}
 *   <li>after max_deliver by crash a message is stranded: {@code PullLoopDeadLettersIT.deadLettersWhatDiedInItsLastDelivery}
 *   <li>a message may be given up before its dead letter is stored: {@code PullLoopDeadLettersIT}
 *   <li>pausing must not nak: {@code PullLoopIT.handlesNothingWhilePausedAndAllOfItAfterwards}
 *   <li>old servers drop what they do not know: {@code OldServerIT}; what cannot be changed: {@code StreamsIT},
 *       {@code ConsumersIT}
 *   <li>streams and consumers are deleted by people: {@code StreamGoneIT}
 *   <li>a foreign message on events.&gt;: {@code NatsOutageIT.whatIsNoEventIsDeadLetteredAndBlocksNothing}
 * </ul>
 */
class TrapsIT {
    private static final TopicPattern ALL = TopicPattern.parse("events.>");
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private NatsServer server;
    private NatsConnection connection;
    private NatsTransport transport;

    @BeforeEach
    void start() {
        server = NatsServer.start();
        connection = NatsConnection.connect(NatsSettings.of(server.url()));
        transport = NatsTransport.open(connection, NatsSettings.of(server.url()));
        assertThat(transport.isReady()).isTrue();
    }

    @AfterEach
    void stop() {
        transport.close();
        connection.close();
        server.close();
    }

    @Test
    void whatASlowListenerMissesIsCounted() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch stuck = new CountDownLatch(1);
        transport.listen(ALL, (event, topic, position) -> {
            entered.countDown();
            awaitQuietly(stuck);
        });
        publish(TestEvents.on("events.o.s.r.e.i"), Durability.EPHEMERAL);
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        byte[] large = new byte[2 << 20];

        // The client keeps 64 MiB for a listener, and then drops without a word.
        for (int i = 0; i < 40; i++) {
            connection.require("Could not test").publish("live.o.s.r.e.i", large);
        }

        await().atMost(DEADLINE).until(() -> connection.droppedMessages() > 0);
        stuck.countDown();
    }

    @Test
    void aFullOutputQueueFailsInsteadOfBlockingForEver() {
        server.suspend();

        PublishFailedException failure = null;
        for (int i = 0; i < 100_000 && failure == null; i++) {
            failure = failure(publish(TestEvents.on("events.o.s.r.e.i"), Durability.EPHEMERAL));
        }

        assertThat(failure).isNotNull();
        assertThat(failure).hasMessageContaining("nobody got it");
        server.resume();
    }

    @Test
    void nothingIsBufferedForAServerThatIsAway() {
        server.kill();
        await().atMost(DEADLINE).until(() -> !connection.isConnected());

        PublishFailedException failure = failure(publish(TestEvents.on("events.o.s.r.e.i"), Durability.EPHEMERAL));

        assertThat(failure).extracting(PublishFailedException::reason).isEqualTo(Reason.NOT_CONNECTED);
    }

    @Test
    void aStoredMessageIsRepublishedOnceWithItsSequence() throws Exception {
        LinkedBlockingQueue<Message> raw = rawMessages();
        Event event = TestEvents.on("events.o.s.r.e.i");
        publish(event, Durability.PERSISTENT).get(20, TimeUnit.SECONDS);
        Published duplicate = publish(event, Durability.PERSISTENT).get(20, TimeUnit.SECONDS);
        assertThat(duplicate.duplicate()).isTrue();
        Event last = TestEvents.on("events.o.s.r.e.last");
        publish(last, Durability.PERSISTENT).get(20, TimeUnit.SECONDS);

        Message first = raw.poll(20, TimeUnit.SECONDS);
        Message second = raw.poll(20, TimeUnit.SECONDS);

        assertThat(first.getSubject()).isEqualTo("live.o.s.r.e.i");
        assertThat(first.getHeaders().getFirst("Nats-Sequence")).isEqualTo("1");
        assertThat(first.getHeaders().getFirst("Nats-Msg-Id")).isEqualTo(event.id());
        assertThat(second.getSubject()).as("not the duplicate").isEqualTo("live.o.s.r.e.last");
        assertThat(second.getHeaders().getFirst("Nats-Sequence")).isEqualTo("2");
    }

    @Test
    void theEnvelopeIsInTheBodyBecauseEachHeaderIsDear() throws Exception {
        LinkedBlockingQueue<Message> raw = rawMessages();
        publish(TestEvents.on("events.o.s.r.e.i"), Durability.EPHEMERAL);
        publish(TestEvents.on("events.o.s.r.e.i"), Durability.PERSISTENT).get(20, TimeUnit.SECONDS);

        assertThat(raw.poll(20, TimeUnit.SECONDS).hasHeaders()).isFalse();
        Set<String> stored = connection
                .require("Could not test")
                .jetStreamManagement()
                .getMessage(NatsTransport.STREAM, 1)
                .getHeaders()
                .keySet();
        assertThat(stored).containsExactly("Nats-Msg-Id");
    }

    @Test
    void aThousandListenersOfOnePatternAreOneSubscription() throws Exception {
        int before = subscriptions();
        for (int i = 0; i < 1_000; i++) {
            transport.listen(ALL, (event, topic, position) -> {});
        }

        assertThat(subscriptions()).isLessThanOrEqualTo(before + 1);
    }

    /** What the server's monitoring says. */
    private int subscriptions() throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + server.monitorPort() + "/varz");
        try (InputStream in = uri.toURL().openStream()) {
            String said = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(said.replaceAll("(?s).*\"subscriptions\":\\s*(\\d+).*", "$1"));
        }
    }

    private LinkedBlockingQueue<Message> rawMessages() throws Exception {
        LinkedBlockingQueue<Message> raw = new LinkedBlockingQueue<>();
        var nats = connection.require("Could not test");
        nats.createDispatcher(raw::add).subscribe("live.>");
        nats.flush(Duration.ofSeconds(20));
        return raw;
    }

    private CompletableFuture<Published> publish(Event event, Durability durability) {
        return transport.publish(event, event.topic(), durability).toCompletableFuture();
    }

    private static PublishFailedException failure(CompletableFuture<Published> publish) {
        if (!publish.isCompletedExceptionally()) {
            return null;
        }
        return (PublishFailedException) publish.exceptionNow();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
