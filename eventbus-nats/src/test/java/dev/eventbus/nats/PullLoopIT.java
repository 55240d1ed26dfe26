package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.Verdict;
import dev.eventbus.transport.StartAt;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StreamInfo;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PullLoopIT extends PullLoopScenario {
    @Test
    void handlesEveryMessageOneAtATimeWithoutStalling() throws Exception {
        createStream();
        publish(30);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        try (PullLoop loop = PullLoop.start(connection, spec.withConcurrency(1), message -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            atOnce.decrementAndGet();
            return ack(message);
        })) {
            assertThat(loop.isBound()).isTrue();
            for (int i = 0; i < 30; i++) {
                assertThat(next()).isEqualTo("m" + i);
            }
        }
        assertThat(most).hasValue(1);
        assertThat(consumer().getNumAckPending()).isZero();
    }

    @Test
    void retriesWhatAHandlerThrewOutOf() throws Exception {
        createStream();
        publish(1);

        try (PullLoop loop = PullLoop.start(connection, spec, message -> {
            handled.add("try " + message.deliveries());
            if (message.deliveries() == 1) {
                throw new IllegalStateException("told to fail");
            }
            return Verdict.ack();
        })) {
            assertThat(next()).isEqualTo("try 1");
            assertThat(next()).isEqualTo("try 2");
        }
    }

    @Test
    void manyThatAreClosedAtOnceDoNotCostTheConnection() throws Exception {
        createStream();
        long before = nats().getStatistics().getReconnects();
        List<PullLoop> loops = IntStream.range(0, 30)
                .mapToObj(i -> PullLoop.start(connection, PullSpec.of(name + "-" + i, name + ".>"), this::ack))
                .toList();

        List<Thread> closers = loops.stream()
                .map(loop -> Thread.ofVirtual().start(loop::close))
                .toList();
        for (Thread closer : closers) {
            closer.join();
        }

        assertThat(nats().getStatistics().getReconnects()).isEqualTo(before);
    }

    @Test
    void pullsNoMoreThanThePolicyLetsItAndCostsTheRestNoDelivery() throws Exception {
        createStream();
        publish(10);
        Semaphore leave = new Semaphore(0);

        try (PullLoop loop = PullLoop.start(connection, spec, policy(leave), this::ack)) {
            assertThat(loop.isBound()).isTrue();
            leave.release(2);
            assertThat(List.of(next(), next())).containsExactlyInAnyOrder("m0", "m1");
            await().during(Duration.ofMillis(600)).until(handled::isEmpty);
            assertThat(consumer().getDelivered().getConsumerSequence()).isEqualTo(2);

            leave.release(100);
            Set<String> rest = new HashSet<>();
            for (int i = 2; i < 10; i++) {
                rest.add(next());
            }
            assertThat(rest).containsExactlyInAnyOrder("m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9");
        }
        assertThat(leave.availablePermits()).as("given back").isEqualTo(92);
    }

    private static PullPolicy policy(Semaphore leave) {
        return new PullPolicy() {
            @Override
            public int take(int most) {
                int taken = 0;
                while (taken < most && leave.tryAcquire()) {
                    taken++;
                }
                return taken;
            }

            @Override
            public void giveBack(int unused) {
                leave.release(unused);
            }
        };
    }

    @Test
    void waitsForAStreamThatIsNotThereYet() throws Exception {
        try (PullLoop loop = PullLoop.start(connection, spec, this::ack)) {
            assertThat(loop.isBound()).isFalse();

            createStream();
            publish(1);

            assertThat(next()).isEqualTo("m0");
            assertThat(loop.isBound()).isTrue();
        }
    }

    @Test
    void makesAConsumerAgainThatWasDeletedBehindItsBack() throws Exception {
        createStream();
        publish(1);
        try (PullLoop loop = PullLoop.start(connection, spec, this::ack)) {
            assertThat(next()).isEqualTo("m0");

            nats().jetStreamManagement().deleteConsumer(name, name);

            // Its position went with it, so that it begins anew: at least once, never silence.
            assertThat(next()).isEqualTo("m0");
        }
    }

    @Test
    void aConsumerMadeAgainBeginsBehindWhatWasSettled() throws Exception {
        createStream();
        publish(3);
        try (PullLoop loop = PullLoop.start(connection, spec, this::ack)) {
            assertThat(List.of(next(), next(), next())).containsExactlyInAnyOrder("m0", "m1", "m2");
            await().atMost(DEADLINE).until(() -> consumer().getAckFloor().getStreamSequence() == 3);
        }

        try (PullLoop loop = PullLoop.start(connection, spec, this::ack)) {
            assertThat(loop.isBound()).isTrue();
            nats().jetStreamManagement().deleteConsumer(name, name);
            nats().jetStream().publish(name + ".x", bytes("later"));

            assertThat(next()).isEqualTo("later");
        }
    }

    @Test
    void aConsumerOfAStreamMadeAgainBeginsAtItsBeginning() throws Exception {
        createStream();
        publish(3);
        try (PullLoop loop = PullLoop.start(connection, spec, this::ack)) {
            assertThat(List.of(next(), next(), next())).containsExactlyInAnyOrder("m0", "m1", "m2");
            await().atMost(DEADLINE).until(() -> consumer().getAckFloor().getStreamSequence() == 3);
        }

        try (PullLoop loop = PullLoop.start(connection, spec, this::ack)) {
            assertThat(loop.isBound()).isTrue();
            nats().jetStreamManagement().deleteStream(name);
            createStream();
            nats().jetStream().publish(name + ".x", bytes("first of the new one"));

            assertThat(next()).isEqualTo("first of the new one");
        }
    }

    @Test
    void looksNowAndThenHowFarItsConsumerIs() throws Exception {
        createStream();
        AtomicLong nanos = new AtomicLong();
        AckFloor floor = new AckFloor(nanos::get);
        Consumers.ensure(nats(), spec);
        var unused = Consumers.bind(nats(), spec, floor);
        publish(2);
        try (PullLoop loop = PullLoop.start(connection, spec, this::ack)) {
            await().atMost(DEADLINE).until(() -> consumer().getAckFloor().getStreamSequence() == 2);
        }
        StreamInfo stream = nats().jetStreamManagement().getStreamInfo(name);

        floor.look(nats(), name, name);
        assertThat(floor.start(stream, StartAt.all())).as("too early").isEqualTo(StartAt.all());
        nanos.addAndGet(AckFloor.BETWEEN_LOOKS.toNanos());
        floor.look(nats(), name, name);

        assertThat(floor.start(stream, StartAt.all())).isEqualTo(StartAt.sequence(3));
    }

    @Test
    void handlesNothingWhilePausedAndAllOfItAfterwards() throws Exception {
        createStream();
        try (PullLoop loop = PullLoop.start(connection, spec, this::ack)) {
            publish(1);
            assertThat(next()).isEqualTo("m0");
            loop.pause();
            await().atMost(DEADLINE).until(() -> consumer().getNumWaiting() == 0);

            nats().jetStream().publish(name + ".x", bytes("later"));

            assertThat(handled.poll(500, TimeUnit.MILLISECONDS)).isNull();
            assertThat(loop.isBound()).isTrue();
            assertThat(consumer().getDelivered().getConsumerSequence()).isEqualTo(1);
            loop.resume();
            assertThat(next()).isEqualTo("later");
        }
    }

    @Test
    void closesOnceTheHandlersInFlightHaveEndedAndTheirAcksAreOut() throws Exception {
        createStream();
        publish(4);
        CountDownLatch started = new CountDownLatch(4);
        CountDownLatch go = new CountDownLatch(1);
        PullLoop loop = PullLoop.start(connection, spec, message -> {
            started.countDown();
            go.await();
            return ack(message);
        });
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        publish(8);

        Thread closing = Thread.startVirtualThread(loop::close);
        go.countDown();

        assertThat(closing.join(DEADLINE)).isTrue();
        ConsumerInfo info = consumer();
        assertThat(info.getNumAckPending()).isZero();
        assertThat(handled).hasSize((int) info.getDelivered().getConsumerSequence());
    }
}
