package dev.eventbus.nats;

import dev.eventbus.EventBusException;
import dev.eventbus.transport.StartAt;
import io.nats.client.Connection;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.StreamInfo;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes durable consumers what they should be: looks first, then creates or updates, then reads back.
 *
 * <p>The server is never asked to give up: {@code max_deliver} stays unlimited, because a message whose last delivery
 * dies with its process would be stranded without a word. The pull loop counts and dead-letters instead. BackOff stays
 * unset, because it adds up with delayed naks.
 */
public final class Consumers {
    private static final Logger LOG = LoggerFactory.getLogger(Consumers.class);

    private final JetStreamApi api;
    private final PullSpec spec;
    private final String couldNot;
    private final List<String> filters;

    private Consumers(Connection connection, PullSpec spec) {
        this.couldNot = "Could not bind durable " + spec.durable();
        this.api = JetStreamApi.of(connection, couldNot);
        this.spec = spec;
        this.filters = filters(spec, ServerFeature.MULTIPLE_FILTERS.isIn(connection.getServerInfo()));
    }

    /**
     * What a {@link PullLoop} of this spec would do to its consumer; changes nothing.
     *
     * @throws EventBusException when the server cannot be asked
     */
    public static ConsumerPlan plan(NatsConnection connection, PullSpec spec) {
        try {
            Consumers consumers = of(connection, spec);
            String stream = consumers.stream();
            consumers.requireStream(stream);
            return consumers.plan(stream, consumers.look(stream));
        } catch (RefusedException e) {
            return e.plan();
        }
    }

    /**
     * Blocks until the consumer is as asked for; returns the stream it belongs to.
     *
     * @throws EventBusException saying what cannot be
     */
    static String ensure(Connection connection, PullSpec spec) {
        return bind(connection, spec, new AckFloor(System::nanoTime)).stream();
    }

    /**
     * As above; says as well whether the consumer had to be made.
     *
     * @param floor what is known of an earlier consumer of that name, and comes to be known of this one
     */
    static Bound bind(Connection connection, PullSpec spec, AckFloor floor) {
        return new Consumers(connection, spec).bind(floor);
    }

    /** The name of the stream that the consumer is of, or is to be of. */
    static String streamOf(Connection connection, PullSpec spec) {
        return new Consumers(connection, spec).stream();
    }

    /** The stream that a consumer belongs to, and whether it is a new one, which knows nothing of what was before. */
    record Bound(String stream, boolean madeAnew) {}

    private Bound bind(AckFloor floor) {
        String stream = stream();
        StreamInfo made = requireStream(stream);
        Optional<ConsumerInfo> found = look(stream);
        switch (plan(stream, found)) {
            case ConsumerPlan.Keep keep -> {}
            case ConsumerPlan.Create create -> create(stream, floor.start(made, spec.start()));
            case ConsumerPlan.Change change ->
                change(change, found.orElseThrow().getConsumerConfiguration());
            case ConsumerPlan.Refused refused -> throw refused(refused.why(), refused.wayOut());
        }
        found.ifPresent(info -> floor.seen(made, info));
        return new Bound(stream, found.isEmpty());
    }

    private ConsumerPlan plan(String stream, Optional<ConsumerInfo> looked) {
        if (looked.isEmpty()) {
            return new ConsumerPlan.Create(stream);
        }
        ConsumerConfiguration found = looked.get().getConsumerConfiguration();
        if (found.getDeliverSubject() != null || found.getAckPolicy() != AckPolicy.Explicit) {
            return new ConsumerPlan.Refused(
                    "stream " + stream + " has a consumer of that name which is "
                            + (found.getDeliverSubject() != null
                                    ? "push-based"
                                    : "of ack policy " + found.getAckPolicy())
                            + ", and that cannot be changed",
                    "Use another name, or delete the consumer.");
        }
        List<Difference> differences = Differences.of(found, spec, filters);
        List<Difference> leftAlone = Differences.ofStart(found, spec.start());
        return differences.isEmpty()
                ? new ConsumerPlan.Keep(stream, leftAlone)
                : new ConsumerPlan.Change(stream, differences, leftAlone);
    }

    private RefusedException refused(String why, String wayOut) {
        return new RefusedException(couldNot, why, wayOut);
    }

    private String stream() {
        if (spec.stream() != null) {
            return spec.stream();
        }
        String subject = spec.filterSubjects().getFirst();
        List<String> holders = api.call(management -> management.getStreamNames(subject)).stream()
                .filter(name -> !isOurOwn(name, subject))
                .toList();
        if (holders.size() == 1) {
            return holders.getFirst();
        }
        throw refused(
                (holders.isEmpty() ? "no stream holds" : "several streams (" + holders + ") hold") + " subject "
                        + subject,
                (holders.isEmpty() ? "Create one, or name" : "Name") + " the stream to read.");
    }

    /**
     * The stream that the spec's consumer belongs to; empty if none holds its subject, or several do.
     *
     * @throws EventBusException when the server cannot be asked
     */
    public static Optional<String> streamOf(NatsConnection connection, PullSpec spec) {
        try {
            return Optional.of(of(connection, spec).stream());
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }

    /** The spec's consumer as it is now; empty if there is none, or no stream for it. */
    static Optional<ConsumerInfo> find(NatsConnection connection, PullSpec spec) {
        return streamOf(connection, spec).flatMap(of(connection, spec)::look);
    }

    private static Consumers of(NatsConnection connection, PullSpec spec) {
        return new Consumers(connection.require("Could not look at durable " + spec.durable()), spec);
    }

    /** That it takes part in every wildcard makes no subject ambiguous: what we put there ourselves, and all buckets. */
    private static boolean isOurOwn(String stream, String subject) {
        return (stream.equals(DeadLetters.STREAM) && !subject.startsWith(DeadLetters.PREFIX))
                || (stream.equals(AdvisoryStream.NAME) && !subject.startsWith("$JS."))
                || (stream.startsWith("KV_") && !subject.startsWith("$KV."));
    }

    private Optional<ConsumerConfiguration> find(String stream) {
        return look(stream).map(ConsumerInfo::getConsumerConfiguration);
    }

    private Optional<ConsumerInfo> look(String stream) {
        return api.find(management -> management.getConsumerInfo(stream, spec.durable()));
    }

    private void create(String stream, StartAt start) {
        ConsumerConfiguration.Builder builder =
                ConsumerConfiguration.builder().durable(spec.durable()).ackPolicy(AckPolicy.Explicit);
        start(builder, start);
        store(stream, builder);
        LOG.info(
                "Created durable name={} stream={} start={} filters={} ackWait={} maxAckPending={}",
                spec.durable(),
                stream,
                start,
                filters,
                spec.ackWait(),
                spec.maxAckPending());
    }

    private StreamInfo requireStream(String stream) {
        return api.find(management -> management.getStreamInfo(stream))
                .orElseThrow(() -> refused("there is no stream " + stream, "Create it first."));
    }

    private void change(ConsumerPlan.Change change, ConsumerConfiguration found) {
        store(change.stream(), ConsumerConfiguration.builder(found));
        LOG.info("Changed durable name={} stream={} changes={}", spec.durable(), change.stream(), change.differences());
    }

    private void store(String stream, ConsumerConfiguration.Builder builder) {
        ConsumerConfiguration wanted = builder.filterSubjects(filters)
                .ackWait(spec.ackWait())
                .maxDeliver(Differences.UNLIMITED)
                .maxAckPending(spec.maxAckPending())
                .backoff(new long[0])
                .build();
        api.call(management -> management.addOrUpdateConsumer(stream, wanted));
        ConsumerConfiguration stored = find(stream).orElse(wanted);
        List<Difference> differences = Differences.of(stored, spec, filters);
        if (!differences.isEmpty()) {
            throw new EventBusException(couldNot + ": the server took it and kept something else: " + differences
                    + ". A newer server is needed.");
        }
    }

    /** Everything in the stream is asked for by no filter at all. */
    private static List<String> filters(PullSpec spec, boolean byMany) {
        List<String> wanted = spec.filterSubjects();
        if (wanted.contains(">")) {
            return List.of();
        }
        if (wanted.size() == 1 || byMany) {
            return wanted;
        }
        String coarser = Subjects.coarser(wanted);
        LOG.warn(
                "The server filters by one subject only, so more than asked for is read and passed over"
                        + " durable={} asked={} read={}",
                spec.durable(),
                wanted,
                coarser);
        return coarser.equals(">") ? List.of() : List.of(coarser);
    }

    private static void start(ConsumerConfiguration.Builder builder, StartAt start) {
        switch (start) {
            case StartAt.All all -> builder.deliverPolicy(DeliverPolicy.All);
            case StartAt.New now -> builder.deliverPolicy(DeliverPolicy.New);
            case StartAt.Time time ->
                builder.deliverPolicy(DeliverPolicy.ByStartTime)
                        .startTime(time.instant().atZone(ZoneOffset.UTC));
            case StartAt.Sequence sequence ->
                builder.deliverPolicy(DeliverPolicy.ByStartSequence).startSequence(sequence.sequence());
        }
    }
}
