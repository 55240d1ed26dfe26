package dev.eventbus.nats;

import io.nats.client.Connection;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the server's word of messages it has given up is kept, because it says so only once and to who listens then. */
final class AdvisoryStream {
    static final String NAME = "MAX_DELIVERIES";
    static final String PREFIX = "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.";

    private static final Logger LOG = LoggerFactory.getLogger(AdvisoryStream.class);
    private static final Duration MAX_AGE = Duration.ofDays(7);
    private static final long MAX_BYTES = 64 << 20;

    private AdvisoryStream() {}

    /**
     * Blocks until there is a stream for a subject of advisories: leaves one that is there as it is, else creates one for
     * all of them. A full one forgets the oldest: here nobody would be told that it takes no more.
     */
    static String ensure(Connection connection, String subject, int replicas) {
        String couldNot = "Could not set up stream " + NAME + " for what the server gives up";
        JetStreamApi api = JetStreamApi.of(connection, couldNot);
        List<String> found = api.call(management -> management.getStreamNames(subject));
        if (!found.isEmpty()) {
            return found.getFirst();
        }
        StreamConfiguration wanted = StreamConfiguration.builder()
                .name(NAME)
                .subjects(PREFIX + ">")
                .storageType(StorageType.File)
                .replicas(replicas)
                .maxAge(MAX_AGE)
                .maxBytes(MAX_BYTES)
                .discardPolicy(DiscardPolicy.Old)
                .build();
        api.call(management -> management.addStream(wanted));
        LOG.info("Created stream name={} subjects={}> maxAge={} maxBytes={}", NAME, PREFIX, MAX_AGE, MAX_BYTES);
        return NAME;
    }
}
