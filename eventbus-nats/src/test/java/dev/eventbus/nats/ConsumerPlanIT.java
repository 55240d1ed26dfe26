package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.transport.StartAt;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a plan says is what binding does. */
class ConsumerPlanIT extends PullLoopScenario {
    @Test
    void saysBeforehandWhatBindingWillDo() throws Exception {
        assertThat(Consumers.plan(connection, spec.withStream(name)))
                .isInstanceOfSatisfying(ConsumerPlan.Refused.class, refused -> {
                    assertThat(refused.why()).isEqualTo("there is no stream " + name);
                    assertThat(refused.wayOut()).isEqualTo("Create it first.");
                });
        createStream();
        assertThat(Consumers.plan(connection, spec)).isEqualTo(new ConsumerPlan.Create(name));
        assertThat(nats().jetStreamManagement().getConsumerNames(name)).isEmpty();

        Consumers.ensure(nats(), spec);
        assertThat(Consumers.plan(connection, spec))
                .isInstanceOfSatisfying(
                        ConsumerPlan.Keep.class,
                        keep -> assertThat(keep.leftAlone()).isEmpty());

        PullSpec slower = spec.withAckWait(Duration.ofSeconds(77)).withStart(StartAt.now());
        assertThat(Consumers.plan(connection, slower)).isInstanceOfSatisfying(ConsumerPlan.Change.class, change -> {
            assertThat(change.differences()).extracting(Difference::name).containsExactly("ackWait");
            assertThat(change.leftAlone()).containsExactly(new Difference("start", "all", "new"));
        });
        Consumers.ensure(nats(), slower);
        assertThat(Consumers.plan(connection, slower)).isInstanceOf(ConsumerPlan.Keep.class);
    }

    @Test
    void refusesWhatCannotBeChangedAndNamesTheWayOut() throws Exception {
        createStream();
        nats().jetStreamManagement()
                .addOrUpdateConsumer(
                        name,
                        ConsumerConfiguration.builder()
                                .durable(name)
                                .ackPolicy(AckPolicy.None)
                                .build());

        assertThat(Consumers.plan(connection, spec)).isInstanceOfSatisfying(ConsumerPlan.Refused.class, refused -> {
            assertThat(refused.why()).contains("ack policy none");
            assertThat(refused.wayOut()).contains("another name");
        });
    }

    @Test
    void tellsHowFarAConsumerIsAndWhatWaitedLongest() throws Exception {
        assertThat(ConsumerState.read(connection, spec)).isEmpty();
        assertThat(ConsumerState.of(connection, name)).isEmpty();
        createStream();
        Consumers.ensure(nats(), spec);
        assertThat(ConsumerState.read(connection, spec))
                .hasValueSatisfying(state -> assertThat(state.oldest()).isNull());

        Instant before = Instant.now().minusSeconds(5);
        publish(3);

        assertThat(ConsumerState.read(connection, spec)).hasValueSatisfying(state -> {
            assertThat(state.pending()).isEqualTo(3);
            assertThat(state.unsettled()).isZero();
            assertThat(state.lag()).isEqualTo(3);
            assertThat(state.oldest()).isAfter(before);
        });
        try (PullLoop loop = PullLoop.start(connection, spec, this::ack)) {
            assertThat(next()).isEqualTo("m0");
            assertThat(next()).isEqualTo("m1");
            assertThat(next()).isEqualTo("m2");
        }
        assertThat(ConsumerState.read(connection, spec)).hasValueSatisfying(state -> {
            assertThat(state.lag()).isZero();
            assertThat(state.oldest()).isNull();
        });
        assertThat(ConsumerState.of(connection, name))
                .extracting(ConsumerState::durable)
                .containsExactly(name);
    }
}
