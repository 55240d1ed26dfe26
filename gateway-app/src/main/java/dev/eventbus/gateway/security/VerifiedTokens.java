package dev.eventbus.gateway.security;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Tokens whose signature was found right: the same text is right for ever, so it is computed once. Says nothing of
 * expiry and sessions. Bounded: when it is full it begins anew.
 */
final class VerifiedTokens {
    private static final int CAPACITY = 10_000;

    private final int capacity;
    private final Map<String, SessionToken> tokens = new ConcurrentHashMap<>();

    VerifiedTokens() {
        this(CAPACITY);
    }

    VerifiedTokens(int capacity) {
        this.capacity = capacity;
    }

    Optional<SessionToken> known(String token) {
        return Optional.ofNullable(tokens.get(token));
    }

    /** What the text was found to be before, or is found to be now; a wrong one is not kept. */
    Optional<SessionToken> find(String token, Supplier<Optional<SessionToken>> verify) {
        Optional<SessionToken> known = known(token);
        if (known.isPresent()) {
            return known;
        }
        Optional<SessionToken> verified = verify.get();
        verified.ifPresent(right -> keep(token, right));
        return verified;
    }

    private void keep(String token, SessionToken right) {
        if (tokens.size() >= capacity) {
            tokens.clear();
        }
        tokens.put(token, right);
    }
}
