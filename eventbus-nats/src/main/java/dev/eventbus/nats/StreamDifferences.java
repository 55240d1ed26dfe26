package dev.eventbus.nats;

import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.Republish;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of a stream is not as its spec says, one {@code name: is → should} each. */
final class StreamDifferences {
    private final List<String> found = new ArrayList<>();

    private StreamDifferences() {}

    static List<String> of(StreamConfiguration is, StreamSpec should) {
        StreamDifferences differences = new StreamDifferences();
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

    static StorageType storageType(StreamSpec spec) {
        return switch (spec.storage()) {
            case FILE -> StorageType.File;
            case MEMORY -> StorageType.Memory;
        };
    }

    private static @Nullable String destination(@Nullable Republish republish) {
        return republish == null ? null : republish.getDestination();
    }

    private void compare(String name, @Nullable Object is, @Nullable Object should) {
        if (!Objects.equals(is, should)) {
            found.add(name + ": " + is + " → " + should);
        }
    }
}
