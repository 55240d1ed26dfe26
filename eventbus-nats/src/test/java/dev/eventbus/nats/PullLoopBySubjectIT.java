package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.Verdict;
import io.nats.client.Message;
import io.nats.client.api.StreamConfiguration;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Messages of one subject wait for one another; those of others do not. */
class PullLoopBySubjectIT extends PullLoopScenario {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration NEVER = Duration.ofHours(1);

    @Test
    void aRetryHoldsBackItsOwnSubjectAndTakesNoHandlersPlace() throws Exception {
        createStream();
        for (int i = 0; i < 20; i++) {
            publish("stuck", "s" + i);
        }
        for (int i = 0; i < 20; i++) {
            publish("free", "f" + i);
        }

        try (PullLoop loop = PullLoop.startBySubject(connection, spec.withConcurrency(1), message -> {
            String text = text(message);
            handled.add(text);
            return text.equals("s0") ? Verdict.retry(NEVER) : Verdict.ack();
        })) {
            assertThat(nextOnes(21))
                    .containsExactlyElementsOf(Stream.concat(
                                    Stream.of("s0"), IntStream.range(0, 20).mapToObj(i -> "f" + i))
                            .toList());
            await().atMost(DEADLINE).until(() -> consumer().getNumAckPending() == 20);
            assertThat(loop.isBound()).isTrue();
        }
        assertThat(handled).isEmpty();
    }

    @Test
    void deadLettersAfterTheLastAttemptAndThenGoesOnWithItsSubject() throws Exception {
        createStream();
        publish("a", "bad");
        publish("a", "good");

        try (PullLoop loop =
                PullLoop.startBySubject(connection, spec.withSubscription("bs").withMaxDeliver(3), message -> {
                    handled.add(text(message) + message.deliveries());
                    return text(message).equals("bad") ? Verdict.retry(Duration.ofMillis(20)) : Verdict.ack();
                })) {
            assertThat(nextOnes(4)).containsExactly("bad1", "bad2", "bad3", "good1");
            Message letter = DeadLetterQueue.of(connection)
                    .read("dlq.bs." + name + ".a", 1)
                    .getFirst();
            assertThat(header(letter, DeadLetters.ATTEMPTS)).isEqualTo("3");
            assertThat(header(letter, DeadLetters.CLASS)).isEqualTo("exhausted");
            assertThat(header(letter, DeadLetters.FIRST_AT)).isLessThan(header(letter, DeadLetters.LAST_AT));
            await().atMost(DEADLINE).until(() -> consumer().getNumAckPending() == 0);
            assertThat(loop.isBound()).isTrue();
        }
        assertThat(handled).isEmpty();
    }

    @Test
    void keepsWhatWaitsForLongerThanTheAckWait() throws Exception {
        createStream();
        publish("a", "1");
        publish("a", "2");
        PullSpec hasty = spec.withAckWait(Duration.ofSeconds(1));

        try (PullLoop loop = PullLoop.startBySubject(connection, hasty, message -> {
            handled.add(text(message));
            return text(message).equals("1") && message.deliveries() == 1
                    ? Verdict.retry(Duration.ofMillis(3_500))
                    : Verdict.ack();
        })) {
            assertThat(nextOnes(3)).containsExactly("1", "1", "2");
            await().atMost(DEADLINE).until(() -> consumer().getNumAckPending() == 0);
            assertThat(consumer().getDelivered().getConsumerSequence()).isEqualTo(2);
            assertThat(loop.isBound()).isTrue();
        }
    }

    @Test
    void aMessageWhoseDeadLetterCannotBeStoredKeepsItsPlace() throws Exception {
        createStream();
        publish("a", "bad");
        publish("a", "good");
        DeadLetters.ensure(connection);
        var management = nats().jetStreamManagement();
        var dlq = management.getStreamInfo(DeadLetters.STREAM).getConfiguration();
        management.updateStream(
                StreamConfiguration.builder(dlq).subjects("dlq.elsewhere.>").build());
        NatsSettings hasty = NatsSettings.of(server.url()).withPublishDeadline(Duration.ofMillis(300));

        try (NatsConnection own = NatsConnection.connect(hasty)) {
            assertThat(own.awaitConnected(DEADLINE)).isTrue();
            try (PullLoop loop = PullLoop.startBySubject(own, spec.withSubscription("kp"), message -> {
                handled.add(text(message) + message.deliveries());
                return text(message).equals("bad") ? Verdict.deadLetter("no use") : Verdict.ack();
            })) {
                assertThat(next()).isEqualTo("bad1");
                assertThat(handled.poll(1, TimeUnit.SECONDS)).isNull();
                assertThat(consumer().getNumAckPending()).isEqualTo(2);
                management.updateStream(dlq);

                assertThat(next()).isEqualTo("good1");
                assertThat(DeadLetterQueue.of(connection).read("dlq.kp." + name + ".a", 1))
                        .hasSize(1);
                assertThat(loop.isBound()).isTrue();
            }
        } finally {
            management.updateStream(dlq);
        }
    }

    @Test
    void attemptsNothingWhilePausedAndGoesOnInOrder() throws Exception {
        createStream();
        publish("a", "1");
        publish("a", "2");

        try (PullLoop loop = PullLoop.startBySubject(connection, spec, message -> {
            handled.add(text(message) + message.deliveries());
            return text(message).equals("1") && message.deliveries() == 1 ? Verdict.retry(SHORT) : Verdict.ack();
        })) {
            assertThat(next()).isEqualTo("11");
            loop.pause();
            assertThat(handled.poll(1, TimeUnit.SECONDS)).isNull();
            publish("a", "3");
            loop.resume();

            assertThat(nextOnes(3)).containsExactly("12", "21", "31");
        }
    }

    @Test
    void whatMayNotBeginKeepsNoRetryFromItsTurn() throws Exception {
        createStream();
        publish("tried", "t");
        for (int i = 0; i < 5; i++) {
            publish("new" + i, "n" + i);
        }
        AtomicInteger leave = new AtomicInteger(1);
        PullPolicy oneFirstAttempt = new PullPolicy() {
            @Override
            public int take(int most) {
                return leave.getAndUpdate(left -> Math.max(0, left - 1)) > 0 ? 1 : 0;
            }

            @Override
            public boolean takeAgain() {
                return true;
            }
        };

        try (PullLoop loop = PullLoop.startBySubject(connection, spec.withConcurrency(1), oneFirstAttempt, message -> {
            handled.add(text(message) + message.deliveries());
            return message.deliveries() < 3 ? Verdict.retry(SHORT) : Verdict.ack();
        })) {
            assertThat(nextOnes(3)).containsExactly("t1", "t2", "t3");
            assertThat(handled.poll(500, TimeUnit.MILLISECONDS)).isNull();
            assertThat(loop.isBound()).isTrue();
        }
    }

    @Test
    void anotherInstanceGoesOnInOrderWhenItCloses() throws Exception {
        createStream();
        for (int i = 0; i < 30; i++) {
            publish("a", "a" + i);
            publish("b", "b" + i);
        }
        CountDownLatch underWay = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        PullLoop first = PullLoop.startBySubject(connection, spec, message -> {
            if (text(message).equals("a0")) {
                return Verdict.retry(NEVER);
            }
            underWay.countDown();
            go.await();
            return ack(message);
        });
        assertThat(underWay.await(10, TimeUnit.SECONDS)).isTrue();
        Thread closing = Thread.startVirtualThread(first::close);
        try (PullLoop second = PullLoop.startBySubject(connection, spec, this::ack)) {
            go.countDown();
            List<String> all = nextOnes(60);

            assertThat(second.isBound()).isTrue();
            assertThat(all).filteredOn(id -> id.startsWith("a")).containsExactlyElementsOf(ids("a"));
            assertThat(all).filteredOn(id -> id.startsWith("b")).containsExactlyElementsOf(ids("b"));
            assertThat(closing.join(DEADLINE)).isTrue();
        }
        assertThat(handled).isEmpty();
    }

    @Test
    void hasNoMoreInHandThanItMay() throws Exception {
        createStream();
        AtomicInteger most = new AtomicInteger();
        for (int i = 0; i < 60; i++) {
            publish("a", "a" + i);
        }

        try (PullLoop loop =
                PullLoop.startBySubject(connection, spec.withConcurrency(2).withParkingRoom(10), message -> {
                    most.accumulateAndGet((int) consumer().getNumAckPending(), Math::max);
                    return ack(message);
                })) {
            assertThat(nextOnes(60))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 60).mapToObj(i -> "a" + i).toList());
            assertThat(loop.isBound()).isTrue();
        }
        assertThat(most.get()).isLessThanOrEqualTo(12);
    }

    private static List<String> ids(String prefix) {
        return IntStream.range(0, 30).mapToObj(i -> prefix + i).toList();
    }

    private void publish(String subject, String text) throws Exception {
        nats().jetStream().publish(name + "." + subject, bytes(text));
    }

    private static String text(PulledMessage message) {
        return new String(message.data(), StandardCharsets.UTF_8);
    }

    private List<String> nextOnes(int count) throws InterruptedException {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(next());
        }
        return all;
    }
}
