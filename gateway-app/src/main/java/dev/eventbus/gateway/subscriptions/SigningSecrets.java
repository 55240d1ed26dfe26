package dev.eventbus.gateway.subscriptions;

import dev.eventbus.gateway.security.WebhookSecret;
import dev.eventbus.webhook.Signer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription's deliveries are signed with.
 *
 * @param current null if they are not signed
 * @param previous signs beside it, so that the receiver can be changed in its own time
 * @param previousUntil how long
 */
record SigningSecrets(
        @Nullable String current,
        @Nullable String previous,
        @Nullable Instant previousUntil) {
    static final SigningSecrets NONE = new SigningSecrets(null, null, null);
    static final Duration OVERLAP = Duration.ofHours(24);

    static SigningSecrets of(String secret) {
        return new SigningSecrets(secret, null, null);
    }

    SigningSecrets rotatedTo(String fresh, Instant now) {
        return new SigningSecrets(fresh, current, now.plus(OVERLAP));
    }

    @Nullable
    Signer signer(Instant now) {
        if (current == null) {
            return null;
        }
        boolean both = previous != null && previousUntil != null && now.isBefore(previousUntil);
        return Signer.of(both ? List.of(current, previous) : List.of(current));
    }

    @Nullable
    String hint() {
        return current == null ? null : WebhookSecret.hint(current);
    }

    @Override
    public String toString() {
        return "SigningSecrets[" + hint() + "]";
    }
}
