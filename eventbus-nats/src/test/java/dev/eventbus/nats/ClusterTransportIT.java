package dev.eventbus.nats;

import dev.eventbus.nats.server.NatsCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On a cluster of three, with three replicas of everything. */
class ClusterTransportIT extends NatsContract {
    private static NatsCluster cluster;

    @BeforeAll
    static void startCluster() {
        cluster = NatsCluster.start();
    }

    @AfterAll
    static void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Override
    NatsSettings settings() {
        return NatsSettings.of(cluster.url()).withReplicas(3);
    }
}
