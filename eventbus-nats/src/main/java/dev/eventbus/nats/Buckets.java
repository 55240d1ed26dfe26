package dev.eventbus.nats;

import dev.eventbus.EventBusException;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValueManagement;
import io.nats.client.api.KeyValueConfiguration;
import java.io.IOException;

/** Makes key-value buckets: looks first, then creates. */
final class Buckets {
    private Buckets() {}

    /** Blocks until there is such a bucket; leaves one that is there as it is. */
    static void ensure(NatsConnection connection, String bucket, String description) {
        String couldNot = "Could not look for the bucket " + bucket;
        JetStreamApi api = JetStreamApi.of(connection.require(couldNot), couldNot);
        if (api.find(management -> management.getStreamInfo("KV_" + bucket)).isEmpty()) {
            try {
                KeyValueManagement buckets = connection.require(couldNot).keyValueManagement();
                buckets.create(KeyValueConfiguration.builder()
                        .name(bucket)
                        .description(description)
                        .replicas(connection.settings().replicas())
                        .build());
            } catch (IOException | JetStreamApiException e) {
                throw new EventBusException("Could not create the bucket " + bucket + ": " + e.getMessage(), e);
            }
        }
    }
}
