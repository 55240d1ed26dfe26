package dev.eventbus.nats;

import dev.eventbus.EventBusException;
import io.nats.client.Connection;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.Republish;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes streams what they should be: looks first, then creates or updates, then reads back. */
public final class Streams {
    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

    private final JetStreamApi api;
    private final StreamSpec spec;
    private final String couldNot;

    private Streams(Connection connection, StreamSpec spec, String couldNot) {
        this.api = JetStreamApi.of(connection, couldNot);
        this.spec = spec;
        this.couldNot = couldNot;
    }

    private static Streams of(NatsConnection connection, StreamSpec spec) {
        String couldNot = "Could not set up stream " + spec.name();
        return new Streams(connection.require(couldNot), spec, couldNot);
    }

    /**
     * What {@link #ensure} would do; changes nothing.
     *
     * @throws EventBusException when the server cannot be asked
     */
    public static StreamPlan plan(NatsConnection connection, StreamSpec spec) {
        return of(connection, spec).plan();
    }

    /**
     * Blocks until the stream is as asked for. What the spec does not speak of stays as it is.
     *
     * @throws EventBusException saying what cannot be, or that the server cannot be reached
     */
    public static void ensure(NatsConnection connection, StreamSpec spec) {
        Streams streams = of(connection, spec);
        streams.carryOut(streams.plan());
    }

    /**
     * The names of the streams that take the subject, also of one that has no leader now.
     *
     * @throws EventBusException when the server cannot be asked
     */
    static List<String> holding(NatsConnection connection, String subject) {
        String couldNot = "Could not look for the stream of " + subject;
        return JetStreamApi.of(connection.require(couldNot), couldNot)
                .call(management -> management.getStreamNames(subject));
    }

    private StreamPlan plan() {
        Optional<StreamInfo> found = find();
        List<Difference> differences =
                found.map(info -> Differences.of(info.getConfiguration(), spec)).orElse(List.of());
        if (found.isPresent() && differences.isEmpty()) {
            return new StreamPlan.Keep();
        }
        Optional<StreamPlan> refused = found.flatMap(this::immutable).or(this::overlap);
        return refused.orElseGet(
                () -> found.isEmpty() ? new StreamPlan.Create(spec) : new StreamPlan.Change(differences));
    }

    private void carryOut(StreamPlan plan) {
        switch (plan) {
            case StreamPlan.Keep keep -> {}
            case StreamPlan.Create create -> create();
            case StreamPlan.Change change -> change(change.differences());
            case StreamPlan.Refused refused ->
                throw new EventBusException(couldNot + ": " + refused.why() + ". " + refused.wayOut());
        }
    }

    private Optional<StreamInfo> find() {
        return api.find(management -> management.getStreamInfo(spec.name()));
    }

    private void create() {
        StreamConfiguration wanted = configure(StreamConfiguration.builder().name(spec.name()));
        api.call(management -> management.addStream(wanted));
        requireStored();
        LOG.info(
                "Created stream name={} subjects={} maxAge={} storage={} replicas={} duplicateWindow={}",
                spec.name(),
                spec.subjects(),
                spec.maxAge(),
                spec.storage(),
                spec.replicas(),
                spec.duplicateWindow());
    }

    private void change(List<Difference> differences) {
        StreamConfiguration found =
                api.call(management -> management.getStreamInfo(spec.name())).getConfiguration();
        StreamConfiguration wanted = configure(StreamConfiguration.builder(found));
        api.call(management -> management.updateStream(wanted));
        requireStored();
        LOG.info("Changed stream name={} changes={}", spec.name(), differences);
    }

    private StreamConfiguration configure(StreamConfiguration.Builder builder) {
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

    private Optional<StreamPlan> immutable(StreamInfo info) {
        StreamConfiguration found = info.getConfiguration();
        StorageType storage = Differences.storageType(spec);
        if (found.getMirror() != null || found.getSealed()) {
            return refused(
                    "it is "
                            + (found.getSealed()
                                    ? "sealed"
                                    : "the mirror of " + found.getMirror().getName())
                            + ", and takes no messages of its own",
                    "Use another name.");
        }
        if (found.getStorageType() != storage) {
            return refused(
                    "its storage is " + found.getStorageType() + " and cannot become " + storage,
                    "Ask for the former, or delete the stream with all its messages.");
        }
        if (found.getRetentionPolicy() != RetentionPolicy.Limits) {
            return refused(
                    "its retention is " + found.getRetentionPolicy() + " and has to be Limits, which cannot be changed",
                    "Use another name.");
        }
        // Older servers (2.10 still) say yes to this and go on with the one copy.
        if (spec.replicas() > found.getReplicas() && info.getClusterInfo() == null) {
            return refused(
                    "its replicas are " + found.getReplicas() + " and cannot become " + spec.replicas()
                            + ", because the server is in no cluster",
                    "Ask for one replica, or connect to a cluster of at least " + spec.replicas() + " servers.");
        }
        return Optional.empty();
    }

    private Optional<StreamPlan> overlap() {
        for (String subject : spec.subjects()) {
            List<String> others = api.call(management -> management.getStreamNames(subject)).stream()
                    .filter(name -> !name.equals(spec.name()))
                    .toList();
            if (!others.isEmpty()) {
                return refused(
                        "subject " + subject + " overlaps with stream " + others.getFirst(),
                        "Take the subject out of one of them.");
            }
        }
        return Optional.empty();
    }

    private static Optional<StreamPlan> refused(String why, String wayOut) {
        return Optional.of(new StreamPlan.Refused(why, wayOut));
    }

    /** Old servers drop what they do not know without a word. */
    private void requireStored() {
        StreamConfiguration stored =
                api.call(management -> management.getStreamInfo(spec.name())).getConfiguration();
        List<Difference> differences = Differences.of(stored, spec);
        if (!differences.isEmpty()) {
            throw new EventBusException(couldNot + ": the server took it and kept something else: " + differences
                    + ". A newer server is needed.");
        }
    }
}
