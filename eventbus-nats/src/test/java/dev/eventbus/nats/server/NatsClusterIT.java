package dev.eventbus.nats.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.StreamConfiguration;
import org.junit.jupiter.api.Test;

class NatsClusterIT {
    @Test
    void keepsThreeCopiesAndTakesANodeBack() throws Exception {
        try (NatsCluster cluster = NatsCluster.start();
                Connection client =
                        Nats.connect(Options.builder().server(cluster.url()).build())) {
            var management = client.jetStreamManagement();
            management.addStream(StreamConfiguration.builder()
                    .name("KEPT")
                    .subjects("kept")
                    .replicas(3)
                    .build());
            NatsServer leader = cluster.node(
                    management.getStreamInfo("KEPT").getClusterInfo().getLeader());

            leader.kill();
            assertThat(leader.isAlive()).isFalse();
            cluster.restartDead();

            assertThat(cluster.nodes()).hasSize(3).allMatch(NatsServer::isAlive);
            assertThatThrownBy(() -> cluster.node("nobody")).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
