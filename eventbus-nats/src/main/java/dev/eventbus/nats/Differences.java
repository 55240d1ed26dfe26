package dev.eventbus.nats;

import dev.eventbus.transport.StartAt;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.Republish;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of a stream or consumer is not as its spec says. */
final class Differences {
    /** How often a server delivers a message that nobody settles: without end. */
    static final long UNLIMITED = -1;

    private final List<Difference> found = new ArrayList<>();

    private Differences() {}

    static List<Difference> of(StreamConfiguration is, StreamSpec should) {
        Differences differences = new Differences();
        differences.compare("subjects", Set.copyOf(is.getSubjects()), Set.copyOf(should.subjects()));
        differences.compare("maxAge", is.getMaxAge(), should.maxAge());
        differences.compare("storage", is.getStorageType(), storageType(should));
        differences.compare("replicas", is.getReplicas(), should.replicas());
        differences.compare("duplicateWindow", is.getDuplicateWindow(), should.duplicateWindow());
        differences.compare("discard", is.getDiscardPolicy(), DiscardPolicy.New);
        if (should.republishTo() != null) {
            differences.compare("republishTo", destination(is.getRepublish()), should.republishTo());
        }
        return differences.found;
    }

    /** @param filters the filter subjects as this server can be asked for; none for everything */
    static List<Difference> of(ConsumerConfiguration is, PullSpec should, List<String> filters) {
        Differences differences = new Differences();
        differences.compare("filters", setOf(is.getFilterSubjects()), Set.copyOf(filters));
        differences.compare("ackWait", is.getAckWait(), should.ackWait());
        differences.compare("maxDeliver", Math.max(UNLIMITED, is.getMaxDeliver()), UNLIMITED);
        differences.compare("maxAckPending", is.getMaxAckPending(), (long) should.maxAckPending());
        differences.compare("backoff", setOf(is.getBackoff()), Set.of());
        return differences.found;
    }

    /** Where a consumer began; one that was made anew began behind what was settled, which is as good as asked for. */
    static List<Difference> ofStart(ConsumerConfiguration is, StartAt should) {
        Differences differences = new Differences();
        if (is.getDeliverPolicy() != DeliverPolicy.ByStartSequence) {
            ZonedDateTime time = is.getStartTime();
            differences.compare(
                    "start",
                    time == null
                            ? String.valueOf(is.getDeliverPolicy())
                            : time.toInstant().toString(),
                    start(should));
        }
        return differences.found;
    }

    private static String start(StartAt should) {
        return switch (should) {
            case StartAt.All all -> DeliverPolicy.All.toString();
            case StartAt.New now -> DeliverPolicy.New.toString();
            case StartAt.Time time -> time.instant().toString();
            case StartAt.Sequence sequence -> "sequence " + sequence.sequence();
        };
    }

    static StorageType storageType(StreamSpec spec) {
        return switch (spec.storage()) {
            case FILE -> StorageType.File;
            case MEMORY -> StorageType.Memory;
        };
    }

    private static @Nullable String destination(@Nullable Republish republish) {
        return republish == null ? null : republish.getDestination();
    }

    private static <T> Set<T> setOf(@Nullable List<T> list) {
        return list == null ? Set.of() : Set.copyOf(list);
    }

    private void compare(String name, @Nullable Object is, @Nullable Object should) {
        if (!Objects.equals(is, should)) {
            found.add(new Difference(name, String.valueOf(is), String.valueOf(should)));
        }
    }
}
