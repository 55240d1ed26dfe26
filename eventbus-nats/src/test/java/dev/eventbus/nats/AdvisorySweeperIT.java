package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdvisorySweeperIT extends PullLoopScenario {
    @BeforeEach
    void captureAdvisories() throws Exception {
        createStream();
        AdvisoryStream.ensure(nats(), AdvisoryStream.PREFIX + name + "." + name, 1);
        DeadLetters.ensure(connection);
    }

    @Test
    void deadLettersWhatTheServerGaveUpBeforeWeCame() throws Exception {
        nats().jetStream().publish(name + ".a", new Headers().put("Nats-Msg-Id", "id-1"), bytes("body"));
        dieInTheOnlyDelivery(name);

        try (AdvisorySweeper sweeper = AdvisorySweeper.start(connection, spec.withSubscription("sub"))) {
            Message letter = DeadLetterQueue.of(connection)
                    .read("dlq.sub." + name + ".a", 1)
                    .getFirst();

            assertThat(letter.getData()).isEqualTo(bytes("body"));
            assertThat(header(letter, DeadLetters.CLASS)).isEqualTo("exhausted");
            assertThat(header(letter, DeadLetters.REASON)).contains("after 1 deliveries", "max_deliver");
            assertThat(header(letter, DeadLetters.MESSAGE_ID)).isEqualTo("id-1");
            assertThat(header(letter, "Nats-Msg-Id")).matches("dlq:" + name + ":" + name + ":1:\\d{13}");
            await().atMost(DEADLINE).until(() -> advisoriesLeft() == 0);
        }
    }

    @Test
    void writesOneLetterHoweverOftenItIsTold() throws Exception {
        publish(1);
        dieInTheOnlyDelivery(name);
        byte[] advisory = nats().jetStreamManagement()
                .getLastMessage(AdvisoryStream.NAME, subject())
                .getData();
        nats().jetStream().publish(subject(), advisory);

        try (AdvisorySweeper sweeper = AdvisorySweeper.start(connection, spec)) {
            await().atMost(DEADLINE).until(() -> advisoriesLeft() == 0);
        }
        try (AdvisorySweeper again = AdvisorySweeper.start(connection, spec);
                PullLoop loop = PullLoop.start(connection, spec.withMaxDeliver(1), this::ack)) {
            assertThat(loop.isBound()).isTrue();
            nats().jetStream().publish(subject(), advisory);
            await().atMost(DEADLINE).until(() -> advisoriesLeft() == 0);
        }

        assertThat(DeadLetterQueue.of(connection).read("dlq." + name + ".>", 1)).hasSize(1);
    }

    @Test
    void liftsTheLimitAndLosesNeitherWhatWasGivenUpNorWhatFollows() throws Exception {
        publish(1);
        dieInTheOnlyDelivery(name);

        try (AdvisorySweeper sweeper = AdvisorySweeper.start(connection, spec);
                PullLoop loop = PullLoop.start(connection, spec, this::ack)) {
            publish(1);
            next();
            assertThat(loop.isBound()).isTrue();
            assertThat(consumer().getConsumerConfiguration().getMaxDeliver()).isEqualTo(-1);
            assertThat(DeadLetterQueue.of(connection).read("dlq." + name + ".>", 1))
                    .hasSize(1);
            assertThat(handled).isEmpty(); // the server has forgotten it: without the sweeper it would be lost
        }
    }

    @Test
    void leavesOthersAdvisoriesAloneAndPassesOverMessagesThatAreGone() throws Exception {
        publish(2);
        dieInTheOnlyDelivery(name + "-foreign");
        dieInTheOnlyDelivery(name);
        nats().jetStreamManagement().deleteMessage(name, 1);

        try (AdvisorySweeper sweeper = AdvisorySweeper.start(connection, spec)) {
            await().atMost(DEADLINE).until(() -> advisoriesLeft() == 0);
        }

        assertThat(DeadLetterQueue.of(connection).read("dlq." + name + ".>", 1)).hasSize(1);
        assertThat(nats().jetStreamManagement()
                        .getStreamInfo(
                                AdvisoryStream.NAME,
                                io.nats.client.api.StreamInfoOptions.filterSubjects(subject() + "-foreign"))
                        .getStreamState()
                        .getSubjectMap())
                .containsEntry(subject() + "-foreign", 2L);
    }

    @Test
    void usesAStreamThatTakesTheAdvisoriesAlready() throws Exception {
        var management = nats().jetStreamManagement();
        management.deleteStream(AdvisoryStream.NAME);
        management.addStream(StreamConfiguration.builder()
                .name("THEIRS")
                .subjects("$JS.EVENT.ADVISORY.>")
                .build());
        try {
            publish(1);
            dieInTheOnlyDelivery(name);
            try (AdvisorySweeper sweeper = AdvisorySweeper.start(connection, spec)) {
                assertThat(DeadLetterQueue.of(connection).read("dlq." + name + ".>", 1))
                        .hasSize(1);
            }
            assertThat(management.getStreamNames()).doesNotContain(AdvisoryStream.NAME);
        } finally {
            management.deleteStream("THEIRS");
        }
    }

    /** A consumer as other programs make them, each of whose deliveries dies with its process. */
    private void dieInTheOnlyDelivery(String durable) throws Exception {
        nats().jetStreamManagement()
                .addOrUpdateConsumer(
                        name,
                        ConsumerConfiguration.builder()
                                .durable(durable)
                                .ackPolicy(AckPolicy.Explicit)
                                .ackWait(Duration.ofSeconds(1))
                                .maxDeliver(1)
                                .build());
        long messages = nats().jetStreamManagement()
                .getStreamInfo(name)
                .getStreamState()
                .getMsgCount();
        JetStreamSubscription crashed = nats().jetStream().subscribe(null, PullSubscribeOptions.bind(name, durable));
        List<Message> taken = crashed.fetch((int) messages, DEADLINE);
        assertThat(taken).hasSize((int) messages);
        await().atMost(DEADLINE).until(() -> {
            crashed.fetch(1, Duration.ofMillis(200)); // a server tells of it when it is asked for more
            return advisories(durable) == messages;
        });
        crashed.unsubscribe();
    }

    private String subject() {
        return AdvisoryStream.PREFIX + name + "." + name;
    }

    private static long advisories(String durable) throws Exception {
        String stream = nats().jetStreamManagement()
                .getStreamNames(AdvisoryStream.PREFIX + "x.x")
                .getFirst();
        return nats()
                .jetStreamManagement()
                .getStreamInfo(stream, io.nats.client.api.StreamInfoOptions.filterSubjects("$JS.>"))
                .getStreamState()
                .getSubjectMap()
                .entrySet()
                .stream()
                .filter(entry -> entry.getKey().endsWith("." + durable))
                .mapToLong(java.util.Map.Entry::getValue)
                .sum();
    }

    private long advisoriesLeft() throws Exception {
        var found = JetStreamApi.of(nats(), "")
                .find(management -> management.getConsumerInfo(AdvisoryStream.NAME, "sweep-" + name + "-" + name));
        return found.map(info -> info.getNumPending() + info.getNumAckPending()).orElse(1L);
    }
}
