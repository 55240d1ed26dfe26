package dev.eventbus.nats;

import dev.eventbus.EventBusException;
import io.nats.client.Connection;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.Republish;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes streams what they should be: looks first, then creates or updates, then reads back. */
public final class Streams {
    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

    private Streams() {}

    /**
     * Blocks until the stream is as asked for. What the spec does not speak of stays as it is.
     *
     * @throws EventBusException saying what cannot be, or that the server cannot be reached
     */
    public static void ensure(NatsConnection connection, StreamSpec spec) {
        String couldNot = "Could not set up stream " + spec.name();
        Connection current = connection.require(couldNot);
        JetStreamApi api = JetStreamApi.of(current, couldNot);
        Optional<StreamConfiguration> found = find(api, spec.name());
        if (found.isEmpty()) {
            create(api, spec);
        } else {
            update(api, found.get(), spec);
        }
    }

    private static Optional<StreamConfiguration> find(JetStreamApi api, String name) {
        return api.find(management -> management.getStreamInfo(name).getConfiguration());
    }

    private static void create(JetStreamApi api, StreamSpec spec) {
        requireFreeSubjects(api, spec);
        StreamConfiguration wanted = configure(StreamConfiguration.builder().name(spec.name()), spec);
        api.call(management -> management.addStream(wanted));
        requireStored(api, spec);
        LOG.info(
                "Created stream name={} subjects={} maxAge={} storage={} replicas={} duplicateWindow={}",
                spec.name(),
                spec.subjects(),
                spec.maxAge(),
                spec.storage(),
                spec.replicas(),
                spec.duplicateWindow());
    }

    private static void update(JetStreamApi api, StreamConfiguration found, StreamSpec spec) {
        List<String> differences = Differences.of(found, spec);
        if (differences.isEmpty()) {
            return;
        }
        requireChangeable(found, spec);
        requireFreeSubjects(api, spec);
        StreamConfiguration wanted = configure(StreamConfiguration.builder(found), spec);
        api.call(management -> management.updateStream(wanted));
        requireStored(api, spec);
        LOG.info("Changed stream name={} changes={}", spec.name(), differences);
    }

    private static StreamConfiguration configure(StreamConfiguration.Builder builder, StreamSpec spec) {
        builder.subjects(spec.subjects())
                .maxAge(spec.maxAge())
                .storageType(Differences.storageType(spec))
                .replicas(spec.replicas())
                .duplicateWindow(spec.duplicateWindow())
                .discardPolicy(DiscardPolicy.New);
        if (spec.republishTo() != null) {
            builder.republish(Republish.builder()
                    .source(spec.subjects().getFirst())
                    .destination(spec.republishTo())
                    .build());
        }
        return builder.build();
    }

    private static void requireChangeable(StreamConfiguration found, StreamSpec spec) {
        StorageType storage = Differences.storageType(spec);
        if (found.getStorageType() != storage) {
            throw new EventBusException("Could not set up stream " + spec.name() + ": its storage is "
                    + found.getStorageType() + " and cannot become " + storage
                    + ". Ask for the former, or delete the stream with all its messages.");
        }
        if (found.getRetentionPolicy() != RetentionPolicy.Limits) {
            throw new EventBusException("Could not set up stream " + spec.name() + ": its retention is "
                    + found.getRetentionPolicy() + " and has to be Limits, which cannot be changed. Use another name.");
        }
    }

    private static void requireFreeSubjects(JetStreamApi api, StreamSpec spec) {
        for (String subject : spec.subjects()) {
            List<String> others = api.call(management -> management.getStreamNames(subject)).stream()
                    .filter(name -> !name.equals(spec.name()))
                    .toList();
            if (!others.isEmpty()) {
                throw new EventBusException("Could not set up stream " + spec.name() + ": subject " + subject
                        + " overlaps with stream " + others.getFirst() + ". Take the subject out of one of them.");
            }
        }
    }

    /** Old servers drop what they do not know without a word. */
    private static void requireStored(JetStreamApi api, StreamSpec spec) {
        StreamConfiguration stored =
                api.call(management -> management.getStreamInfo(spec.name()).getConfiguration());
        List<String> differences = Differences.of(stored, spec);
        if (!differences.isEmpty()) {
            throw new EventBusException("Could not set up stream " + spec.name()
                    + ": the server took it and kept something else: " + differences + ". A newer server is needed.");
        }
    }
}
