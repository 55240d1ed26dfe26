package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.Verdict;
import io.nats.client.Message;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PullLoopDeadLettersIT extends PullLoopScenario {
    @Test
    void writesTheDeadLetterBeforeItGivesTheMessageUp() throws Exception {
        createStream();
        nats().publish(name + ".a", new io.nats.client.impl.Headers().put("Nats-Msg-Id", "id-1"), bytes("body"));

        try (PullLoop loop =
                PullLoop.start(connection, spec.withSubscription("sub").withMaxDeliver(3), message -> {
                    message.deadLetterHeader(DeadLetters.LAST_STATUS, "500");
                    handled.add(message.deliveries() + "");
                    return Verdict.retry(Duration.ofMillis(50));
                })) {
            assertThat(List.of(next(), next(), next())).containsExactly("1", "2", "3");
            Message letter = DeadLetterQueue.of(connection)
                    .read("dlq.sub." + name + ".a", 1)
                    .getFirst();
            assertThat(letter.getData()).isEqualTo(bytes("body"));
            assertThat(header(letter, DeadLetters.CLASS)).isEqualTo("exhausted");
            assertThat(header(letter, DeadLetters.ATTEMPTS)).isEqualTo("3");
            assertThat(header(letter, DeadLetters.LAST_STATUS)).isEqualTo("500");
            assertThat(header(letter, DeadLetters.MESSAGE_ID)).isEqualTo("id-1");
            assertThat(header(letter, DeadLetters.SEQUENCE)).isEqualTo("1");
            assertThat(header(letter, DeadLetters.ORIGINAL_STREAM)).isEqualTo(name);
            assertThat(header(letter, DeadLetters.ORIGINAL_SUBJECT)).isEqualTo(name + ".a");
            assertThat(header(letter, DeadLetters.FIRST_AT)).isLessThan(header(letter, DeadLetters.LAST_AT));
            assertThat(header(letter, "Nats-Msg-Id")).matches("dlq:" + name + ":" + name + ":1:\\d{13}");
            await().atMost(DEADLINE).until(() -> consumer().getNumAckPending() == 0);
        }
        assertThat(handled).isEmpty();
    }

    @Test
    void deadLettersWhatDiedInItsLastDelivery() throws Exception {
        createStream();
        publish(1);
        PullSpec once = spec.withMaxDeliver(1).withAckWait(Duration.ofSeconds(1));
        String stream = Consumers.ensure(nats(), once);
        var crashed = nats().jetStream().subscribe(null, io.nats.client.PullSubscribeOptions.bind(stream, name));
        assertThat(crashed.fetch(1, DEADLINE)).hasSize(1);
        crashed.unsubscribe();

        try (PullLoop loop = PullLoop.start(connection, once, this::ack)) {
            Message letter =
                    DeadLetterQueue.of(connection).read("dlq." + name + ".>", 1).getFirst();
            assertThat(header(letter, DeadLetters.CLASS)).isEqualTo("exhausted");
        }
        assertThat(handled).isEmpty();
    }

    @Test
    void neverLetsGoOfAMessageWhoseDeadLetterCannotBeStored() throws Exception {
        createStream();
        publish(1);
        DeadLetters.ensure(connection);
        var management = nats().jetStreamManagement();
        var dlq = management.getStreamInfo(DeadLetters.STREAM).getConfiguration();
        management.updateStream(io.nats.client.api.StreamConfiguration.builder(dlq)
                .subjects("elsewhere.>")
                .build());
        NatsSettings hasty = NatsSettings.of(server.url()).withPublishDeadline(Duration.ofMillis(300));

        try (NatsConnection own = NatsConnection.connect(hasty)) {
            own.awaitConnected(DEADLINE);
            Settlement settlement = new Settlement(own, spec, java.time.InstantSource.system());
            String stream = Consumers.ensure(nats(), spec);
            var pulled =
                    own.require("").jetStream().subscribe(null, io.nats.client.PullSubscribeOptions.bind(stream, name));
            Message message = pulled.fetch(1, DEADLINE).getFirst();
            PulledDelivery delivery = new PulledDelivery(message, new Puller(own, spec, ignored -> {}));
            settlement.carryOut(delivery, Verdict.deadLetter("no use"));

            assertThat(message.lastAck()).isEqualTo(io.nats.client.impl.AckType.AckNak);
            assertThat(consumer().getNumAckPending()).isEqualTo(1);
        } finally {
            management.updateStream(dlq);
        }
    }

    @Test
    void storesTheLastWordOnceItCanAndAsksTheHandlerNoMore() throws Exception {
        createStream();
        DeadLetters.ensure(connection);
        var management = nats().jetStreamManagement();
        var dlq = management.getStreamInfo(DeadLetters.STREAM).getConfiguration();
        NatsSettings hasty = NatsSettings.of(server.url()).withPublishDeadline(Duration.ofMillis(300));

        try (NatsConnection own = NatsConnection.connect(hasty)) {
            own.awaitConnected(DEADLINE);
            try (PullLoop loop = PullLoop.start(own, spec.withMaxDeliver(3), message -> {
                message.deadLetterHeader(DeadLetters.LAST_STATUS, "404");
                message.deadLetterHeader(DeadLetters.CLASS, "rejected");
                handled.add(message.deliveries() + "");
                return Verdict.deadLetter("The endpoint answered 404");
            })) {
                // Not before it is bound: binding sees to the stream of the dead letters.
                management.updateStream(io.nats.client.api.StreamConfiguration.builder(dlq)
                        .subjects("elsewhere.>")
                        .build());
                publish(1);
                assertThat(next()).isEqualTo("1");
                await().atMost(DEADLINE).until(() -> consumer().getDelivered().getConsumerSequence() == 2);
                management.updateStream(dlq);
                Message letter = DeadLetterQueue.of(connection)
                        .read("dlq." + name + ".>", 1)
                        .getFirst();
                assertThat(header(letter, DeadLetters.LAST_STATUS)).isEqualTo("404");
                assertThat(header(letter, DeadLetters.CLASS)).isEqualTo("rejected");
                assertThat(header(letter, DeadLetters.REASON)).isEqualTo("The endpoint answered 404");
                assertThat(header(letter, DeadLetters.ATTEMPTS)).isEqualTo("1");
                await().atMost(DEADLINE).until(() -> consumer().getNumAckPending() == 0);
            }
        } finally {
            management.updateStream(dlq);
        }
        assertThat(handled).isEmpty();
    }

    @Test
    void aDeadLetterThatFailsStaysWhereItIsAndGetsNoOtherOne() throws Exception {
        DeadLetters.ensure(connection);
        String subject = "dlq." + name + ".x";
        nats().jetStream().publish(subject, bytes("letter"));
        long before = lettersStored();

        try (PullLoop loop =
                PullLoop.start(connection, PullSpec.of(name, subject).withMaxDeliver(2), message -> {
                    handled.add(message.deliveries() + "");
                    return Verdict.retry(Duration.ofMillis(50));
                })) {
            assertThat(List.of(next(), next())).containsExactly("1", "2");
            await().atMost(DEADLINE).until(() -> lettersOf(name).getNumAckPending() == 0);
        }
        assertThat(lettersStored()).isEqualTo(before);
        assertThat(DeadLetterQueue.of(connection).read(subject, 1)).hasSize(1);
        assertThat(handled).isEmpty();
        nats().jetStreamManagement().deleteConsumer(DeadLetters.STREAM, name);
    }

    private static long lettersStored() throws Exception {
        return nats().jetStreamManagement()
                .getStreamInfo(DeadLetters.STREAM)
                .getStreamState()
                .getMsgCount();
    }

    private static io.nats.client.api.ConsumerInfo lettersOf(String durable) throws Exception {
        return nats().jetStreamManagement().getConsumerInfo(DeadLetters.STREAM, durable);
    }
}
