package dev.eventbus.nats;

import dev.eventbus.EventBusException;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.KeyValue;
import io.nats.client.KeyValueOptions;
import io.nats.client.api.KeyValueEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which durables are paused, since when and why, for all instances and over restarts. Kept in one entry of the
 * key-value bucket {@value #BUCKET}, key {@value #KEY}, a line {@code durable since reason} for each, so that a look is
 * one request. Every method blocks for at most a few seconds. Safe for use by many threads.
 */
public final class PausedDurables {
    static final String BUCKET = "eventbus-paused";
    static final String KEY = "durables";

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MOST_TRIES = 10;
    private static final int MOST_DURABLES = 5_000;
    private static final int WRONG_REVISION = 10071;
    private static final String COULD_NOT = "Could not look which durables are paused";

    private final NatsConnection connection;
    private volatile boolean ensured;

    public PausedDurables(NatsConnection connection) {
        this.connection = connection;
    }

    /**
     * Why a durable is paused.
     *
     * @param reason one line of ASCII
     */
    public record Pause(String reason, Instant since) {
        public Pause {
            reason = HeaderText.clean(reason);
            since = since.truncatedTo(ChronoUnit.MILLIS);
        }
    }

    /** @throws EventBusException when the server cannot be asked */
    public Map<String, Pause> read() {
        KeyValueEntry entry = entry(bucket());
        return entry == null ? Map.of() : parsed(entry);
    }

    /** @throws EventBusException when it is not certain that it is stored */
    public void pause(String durable, Pause pause) {
        Names.require("durable", durable);
        change(paused -> paused.putIfAbsent(durable, pause));
    }

    /** @throws EventBusException when it is not certain that it is stored */
    public void resume(String durable) {
        change(paused -> paused.remove(durable));
    }

    /** By compare-and-set, because two instances may pause two durables at the same time. */
    private void change(Consumer<Map<String, Pause>> change) {
        KeyValue bucket = bucket();
        for (int i = 0; i < MOST_TRIES; i++) {
            KeyValueEntry entry = entry(bucket);
            Map<String, Pause> before = entry == null ? Map.of() : parsed(entry);
            Map<String, Pause> after = new TreeMap<>(before);
            change.accept(after);
            if (after.equals(before) || isStored(bucket, entry, written(after))) {
                return;
            }
        }
        throw new EventBusException("Could not store which durables are paused: others kept changing it. Try again.");
    }

    private KeyValue bucket() {
        try {
            if (!ensured) {
                Buckets.ensure(connection, BUCKET, "Which durables are paused, and why");
                ensured = true;
            }
            JetStreamOptions options =
                    JetStreamOptions.builder().requestTimeout(PATIENCE).build();
            return connection
                    .require(COULD_NOT)
                    .keyValue(
                            BUCKET,
                            KeyValueOptions.builder().jetStreamOptions(options).build());
        } catch (IOException | IllegalStateException e) {
            throw new EventBusException(COULD_NOT + ": " + e.getMessage(), e);
        }
    }

    private @Nullable KeyValueEntry entry(KeyValue bucket) {
        try {
            return bucket.get(KEY);
        } catch (IOException | JetStreamApiException | IllegalStateException e) {
            ensured = false; // the bucket may have been deleted
            throw new EventBusException(COULD_NOT + ": " + e.getMessage(), e);
        }
    }

    private static boolean isStored(KeyValue bucket, @Nullable KeyValueEntry entry, byte[] value) {
        try {
            if (entry == null) {
                bucket.create(KEY, value);
            } else {
                bucket.update(KEY, value, entry.getRevision());
            }
            return true;
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == WRONG_REVISION) {
                return false;
            }
            throw new EventBusException("Could not store which durables are paused: " + e.getMessage(), e);
        } catch (IOException | IllegalStateException e) {
            throw new EventBusException("Could not store which durables are paused: " + e.getMessage(), e);
        }
    }

    private static byte[] written(Map<String, Pause> paused) {
        StringBuilder lines = new StringBuilder();
        paused.forEach((durable, pause) -> lines.append(durable)
                .append(' ')
                .append(pause.since())
                .append(' ')
                .append(pause.reason())
                .append('\n'));
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What a person wrote there by hand is passed over where it makes no sense. */
    private static Map<String, Pause> parsed(KeyValueEntry entry) {
        Map<String, Pause> paused = new TreeMap<>();
        byte[] value = entry.getValue() == null ? new byte[0] : entry.getValue();
        new String(value, StandardCharsets.UTF_8).lines().limit(MOST_DURABLES).forEach(line -> {
            String[] parts = line.split(" ", 3);
            if (parts.length == 3) {
                time(parts[1], since -> paused.put(parts[0], new Pause(parts[2], since)));
            }
        });
        return paused;
    }

    private static void time(String text, Consumer<Instant> use) {
        try {
            use.accept(Instant.parse(text));
        } catch (DateTimeException e) {
            return;
        }
    }
}
