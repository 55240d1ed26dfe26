package dev.eventbus.nats;

import dev.eventbus.EventBusException;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.KeyValue;
import io.nats.client.KeyValueOptions;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueOperation;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Which id goes with a key that a publisher chose, so that trying again, here or on another instance, publishes nothing
 * twice. Kept for a day in the key-value bucket {@value #BUCKET}, or in one of its user's own; the oldest make room when
 * it is full. Every method blocks for at most a few seconds. Safe for use by many threads.
 *
 * <pre>
 *   free ─▶ claimed with a fingerprint and an id ─▶ done: what has the id is stored
 *     ▲             │
 *     └── released ─┘ nothing of the id was or will be stored
 * </pre>
 */
public final class IdempotencyKeys {
    static final String BUCKET = "eventbus-idempotency";

    private static final Duration KEPT = Duration.ofHours(24);
    private static final long MAX_BYTES = 128L << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MOST_TRIES = 5;
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int WRONG_REVISION = 10071;
    private static final String COULD_NOT = "Could not look what an idempotency key stands for";
    private static final String DONE = "done";
    private static final String CLAIMED = "claimed";

    private final NatsConnection connection;
    private final Bucket bucket;
    private volatile boolean ensured;

    public IdempotencyKeys(NatsConnection connection) {
        this(connection, new Bucket(BUCKET, "Which event an Idempotency-Key stands for", KEPT, MAX_BYTES));
    }

    /** In a bucket of one's own, so that many keys of one kind push out none of another. */
    public IdempotencyKeys(NatsConnection connection, Bucket bucket) {
        this.connection = connection;
        this.bucket = bucket;
    }

    /**
     * Where keys are kept.
     *
     * @param description for who looks at the server
     * @param kept how long a key is remembered at most
     * @param maxBytes the oldest make room beyond it
     */
    public record Bucket(String name, String description, Duration kept, long maxBytes) {
        public Bucket {
            Names.require("bucket", name);
        }
    }

    /**
     * What a key stands for.
     *
     * @param fingerprint what it was claimed for
     * @param id what goes with it
     * @param isDone whether what has the id is known to be stored
     * @param isNew whether it was claimed just now
     */
    public record Claim(String key, String fingerprint, String id, boolean isDone, boolean isNew, long revision) {
        private byte[] value(String state) {
            return (state + " " + fingerprint + " " + id).getBytes(StandardCharsets.UTF_8);
        }

        static @Nullable Claim of(KeyValueEntry entry) {
            String[] parts = String.valueOf(entry.getValueAsString()).split(" ", 3);
            return entry.getOperation() != KeyValueOperation.PUT || parts.length < 3
                    ? null
                    : new Claim(entry.getKey(), parts[1], parts[2], parts[0].equals(DONE), false, entry.getRevision());
        }
    }

    /**
     * Takes the key, or tells who has: of many who ask at a time one gets a new claim, the others are told of that one.
     *
     * @param key 1 to 64 letters, digits, {@code _} and {@code -}
     * @param fingerprint of what is to be stored, without spaces
     * @param id what goes with the key if it is free, without spaces
     * @throws EventBusException when it is not certain that it is claimed
     */
    public Claim claim(String key, String fingerprint, String id) {
        Names.require("key", key);
        KeyValue keys = bucket();
        Claim wanted = new Claim(key, fingerprint, id, false, true, 0);
        for (int i = 0; i < MOST_TRIES; i++) {
            long revision = create(keys, wanted);
            if (revision > 0) {
                return new Claim(key, fingerprint, id, false, true, revision);
            }
            KeyValueEntry entry = call(() -> keys.get(key));
            Claim known = entry == null ? null : Claim.of(entry);
            if (known != null) {
                return known;
            }
            LockSupport.parkNanos(PAUSE.toNanos()); // released at this moment, or read from a replica that is behind
        }
        throw new EventBusException(COULD_NOT + ": others kept changing it. Try again.");
    }

    /** What has the id is stored: nobody needs to try again. Somebody else may have said so before. */
    public void done(Claim claim) {
        change(() -> bucket().update(claim.key(), claim.value(DONE), claim.revision()));
    }

    /** Nothing of this id was stored or will be: the key is free again, unless somebody else has it by now. */
    public void release(Claim claim) {
        change(() -> {
            bucket().delete(claim.key(), claim.revision());
            return 0L;
        });
    }

    /** The revision, or 0 if somebody has the key. */
    private long create(KeyValue keys, Claim wanted) {
        return change(() -> keys.create(wanted.key(), wanted.value(CLAIMED)));
    }

    private long change(Call<Long> change) {
        try {
            return call(change);
        } catch (EventBusException e) {
            if (e.getCause() instanceof JetStreamApiException refused && refused.getApiErrorCode() == WRONG_REVISION) {
                return 0;
            }
            throw e;
        }
    }

    private KeyValue bucket() {
        Connection current = connection.require(COULD_NOT);
        if (!ensured) {
            ensure(current);
            ensured = true;
        }
        JetStreamOptions options =
                JetStreamOptions.builder().requestTimeout(PATIENCE).build();
        return call(() -> current.keyValue(
                bucket.name(),
                KeyValueOptions.builder().jetStreamOptions(options).build()));
    }

    /** As a bucket is made, but one that makes room for new keys when it is full instead of refusing them. */
    private void ensure(Connection current) {
        StreamConfiguration asBucket = KeyValueConfiguration.builder()
                .name(bucket.name())
                .description(bucket.description())
                .ttl(bucket.kept())
                .maxBucketSize(bucket.maxBytes())
                .replicas(connection.settings().replicas())
                .build()
                .getBackingConfig();
        JetStreamApi api = JetStreamApi.of(current, "Could not make the bucket " + bucket.name());
        if (api.find(management -> management.getStreamInfo(asBucket.getName())).isEmpty()) {
            api.call(management -> management.addStream(StreamConfiguration.builder(asBucket)
                    .discardPolicy(DiscardPolicy.Old)
                    .build()));
        }
    }

    private <T> T call(Call<T> call) {
        try {
            return call.now();
        } catch (IOException | JetStreamApiException | IllegalStateException e) {
            ensured = false; // the bucket may have been deleted
            throw new EventBusException(COULD_NOT + ": " + e.getMessage(), e);
        }
    }

    /** One request to the server. */
    @FunctionalInterface
    private interface Call<T> {
        T now() throws IOException, JetStreamApiException;
    }
}
