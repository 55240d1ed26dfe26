package dev.eventbus.nats;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream as it should be. Full streams refuse new messages; the oldest ones leave by age alone.
 *
 * @param name the stream's name: no space, dot, {@code *}, {@code >}, slash or backslash
 * @param subjects what it stores, at least one subject
 * @param maxAge how long a message is kept; zero for ever
 * @param storage on disk or in memory; cannot be changed later
 * @param replicas how many servers keep each message; 1 to 5
 * @param duplicateWindow how long a message id is remembered; must not be longer than maxAge
 * @param republishTo where stored messages are published again, the stream's only subject mapped to this one, or null
 */
public record StreamSpec(
        String name,
        List<String> subjects,
        Duration maxAge,
        Storage storage,
        int replicas,
        Duration duplicateWindow,
        @Nullable String republishTo) {
    /** Where a stream keeps its messages. */
    public enum Storage {
        FILE,
        MEMORY
    }

    private static final Duration TWO_MINUTES = Duration.ofMinutes(2);

    public StreamSpec {
        subjects = List.copyOf(subjects);
        Names.require("stream name", name);
        if (subjects.isEmpty()) {
            throw new IllegalArgumentException("subjects of stream " + name + " must not be empty");
        }
        subjects.forEach(subject -> Names.requireSubject("subject of stream " + name, subject));
        if (maxAge.isNegative()) {
            throw new IllegalArgumentException("maxAge of stream " + name + " must not be negative, was " + maxAge);
        }
        if (replicas < 1 || replicas > 5) {
            throw new IllegalArgumentException("replicas of stream " + name + " must be 1 to 5, was " + replicas);
        }
        if (duplicateWindow.isNegative() || (!maxAge.isZero() && duplicateWindow.compareTo(maxAge) > 0)) {
            throw new IllegalArgumentException("duplicateWindow of stream " + name + " must be 0 to maxAge (" + maxAge
                    + "), was " + duplicateWindow);
        }
        if (republishTo != null && subjects.size() != 1) {
            throw new IllegalArgumentException(
                    "stream " + name + " must have one subject to be republished, had " + subjects);
        }
    }

    /** On disk, one replica, kept for ever, a duplicate window of two minutes, not republished. */
    public static StreamSpec of(String name, List<String> subjects) {
        return new StreamSpec(name, subjects, Duration.ZERO, Storage.FILE, 1, TWO_MINUTES, null);
    }

    /** Also shortens the duplicate window where it would be longer than the age. */
    public StreamSpec withMaxAge(Duration maxAge) {
        boolean shorter = maxAge.isPositive() && maxAge.compareTo(duplicateWindow) < 0;
        Duration window = shorter ? maxAge : duplicateWindow;
        return new StreamSpec(name, subjects, maxAge, storage, replicas, window, republishTo);
    }

    public StreamSpec withStorage(Storage storage) {
        return new StreamSpec(name, subjects, maxAge, storage, replicas, duplicateWindow, republishTo);
    }

    public StreamSpec withReplicas(int replicas) {
        return new StreamSpec(name, subjects, maxAge, storage, replicas, duplicateWindow, republishTo);
    }

    public StreamSpec withDuplicateWindow(Duration duplicateWindow) {
        return new StreamSpec(name, subjects, maxAge, storage, replicas, duplicateWindow, republishTo);
    }

    public StreamSpec withRepublishTo(@Nullable String republishTo) {
        return new StreamSpec(name, subjects, maxAge, storage, replicas, duplicateWindow, republishTo);
    }
}
