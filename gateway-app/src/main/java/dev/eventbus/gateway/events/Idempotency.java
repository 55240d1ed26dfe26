package dev.eventbus.gateway.events;

import dev.eventbus.EventBusException;
import dev.eventbus.Ulid;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.nats.IdempotencyKeys;
import dev.eventbus.nats.IdempotencyKeys.Claim;
import dev.eventbus.nats.NatsConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What {@code Idempotency-Key} promises: the same key and body publish once, whichever replica is asked and however
 * often. A key is its caller's own, in one workspace. Blocks.
 */
@ApplicationScoped
class Idempotency {
    private static final Logger LOG = Logger.getLogger(Idempotency.class);
    private static final String HEADER = "Idempotency-Key";
    private static final int MAX_KEY = 255;

    private final IdempotencyKeys keys;
    private final Ulid ids;

    Idempotency(NatsConnection connection, InstantSource clock) {
        keys = new IdempotencyKeys(connection);
        ids = new Ulid(clock, new SecureRandom());
    }

    /**
     * What the key stands for; null without a key. Throws a {@link ProblemException}: 400 for a key that is none, 409
     * for one that stands for something else, 503 while it cannot be known.
     *
     * @param operation a key of one operation is used up for all others
     */
    @Nullable
    Claim claim(Sender sender, @Nullable String key, String operation, byte[] body) {
        if (key == null) {
            return null;
        }
        require(key);
        String owned = hash(
                String.join("\n", sender.workspaceId(), sender.callerId(), key).getBytes(StandardCharsets.UTF_8));
        String fingerprint = operation + ":" + hash(body);
        Claim claim = claim(owned, fingerprint);
        if (!claim.fingerprint().equals(fingerprint)) {
            throw new ProblemException(Problem.of(
                    409,
                    "IDEMPOTENCY_KEY_REUSED",
                    HEADER + " was used for another request within a day; take a new key for a new request."));
        }
        return claim;
    }

    private Claim claim(String key, String fingerprint) {
        try {
            return keys.claim(key, fingerprint, ids.next());
        } catch (EventBusException e) {
            LOG.debugf("Idempotency key could not be looked up. reason=%s", e.getMessage());
            throw new ProblemException(
                    Problem.unavailable(
                            "BROKER_UNAVAILABLE", "The broker did not answer; nothing was published. Try again."),
                    e);
        }
    }

    /** All of it is stored. If that cannot be kept, trying again publishes the same ids again, which are known. */
    void done(@Nullable Claim claim) {
        settle(claim, keys::done);
    }

    /** The request was refused for good: the key may be used for a better one, unless it had been tried before. */
    void refused(@Nullable Claim claim) {
        if (claim != null && claim.isNew()) {
            settle(claim, keys::release);
        }
    }

    private static void settle(@Nullable Claim claim, java.util.function.Consumer<Claim> how) {
        try {
            if (claim != null) {
                how.accept(claim);
            }
        } catch (EventBusException e) {
            LOG.debugf("Idempotency key could not be settled; it stays claimed. reason=%s", e.getMessage());
        }
    }

    private static void require(String key) {
        boolean isPrintable = key.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (key.isBlank() || key.length() > MAX_KEY || !isPrintable) {
            throw new ProblemException(Problem.invalid(
                    HEADER, HEADER + " must be 1 to " + MAX_KEY + " printable ASCII characters, was " + key.length()));
        }
    }

    private static String hash(byte[] text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
