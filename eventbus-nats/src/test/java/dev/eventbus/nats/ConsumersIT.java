package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.eventbus.EventBusException;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsumersIT extends PullLoopScenario {
    @Test
    void changesWhatCanBeChangedAndKeepsThePosition() throws Exception {
        assumeTrue(ServerFeature.MULTIPLE_FILTERS.isIn(nats().getServerInfo()), "see OldServerIT");
        createStream();
        publish(1);
        try (PullLoop loop = PullLoop.start(connection, spec, this::ack)) {
            assertThat(next()).isEqualTo("m0");
        }

        PullSpec other = new PullSpec(
                name, name, name, List.of(name + ".x", name + ".y"), spec.start(), 7, Duration.ofSeconds(9), 3, 10);
        Consumers.ensure(nats(), other);

        ConsumerConfiguration stored = consumer().getConsumerConfiguration();
        assertThat(stored.getFilterSubjects()).containsExactlyInAnyOrder(name + ".x", name + ".y");
        assertThat(stored.getAckWait()).isEqualTo(Duration.ofSeconds(9));
        assertThat(stored.getMaxAckPending()).isEqualTo(17);
        assertThat(stored.getMaxDeliver()).isEqualTo(-1);
        assertThat(stored.getBackoff()).isEmpty();
        assertThat(consumer().getDelivered().getStreamSequence()).isEqualTo(1);
    }

    @Test
    void refusesAConsumerThatCannotBeChangedInWords() throws Exception {
        createStream();
        nats().jetStreamManagement()
                .addOrUpdateConsumer(
                        name,
                        ConsumerConfiguration.builder()
                                .durable(name)
                                .ackPolicy(AckPolicy.None)
                                .build());

        assertThatThrownBy(() -> Consumers.ensure(nats(), spec))
                .isInstanceOf(EventBusException.class)
                .hasMessageContaining("ack policy none")
                .hasMessageContaining("another name");
    }
}
