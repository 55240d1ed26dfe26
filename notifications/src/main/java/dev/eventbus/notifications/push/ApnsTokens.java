package dev.eventbus.notifications.push;

import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** The token by which Apple knows us. Apple refuses one older than an hour, and whoever brings new ones too often. */
final class ApnsTokens {
    private static final Duration LIFE = Duration.ofMinutes(40);

    /** Apple takes a new token every 20 minutes at most. */
    private static final Duration SHORTEST_LIFE = Duration.ofMinutes(21);

    private final AtomicReference<Token> latest = new AtomicReference<>(new Token("", Instant.EPOCH, Instant.EPOCH));
    private final PrivateKey key;
    private final String keyId;
    private final String teamId;
    private final InstantSource clock;

    ApnsTokens(PrivateKey key, String keyId, String teamId, InstantSource clock) {
        this.key = key;
        this.keyId = keyId;
        this.teamId = teamId;
        this.clock = clock;
    }

    private record Token(String text, Instant replaceableAt, Instant renewAt) {
        @Override
        public String toString() {
            return "Token[" + renewAt + "]";
        }
    }

    String get() {
        Instant now = clock.instant();
        Token known = Objects.requireNonNull(latest.get(), "it is never set to null");
        if (now.isBefore(known.renewAt())) {
            return known.text();
        }
        Token made = new Token(sign(now), now.plus(SHORTEST_LIFE), now.plus(LIFE));
        return latest.compareAndSet(known, made) ? made.text() : get();
    }

    /** Apple says that it is over, so that clocks differ; the next one is made as soon as Apple takes one. */
    void expired(String token) {
        latest.updateAndGet(known ->
                known.text().equals(token) ? new Token(token, known.replaceableAt(), known.replaceableAt()) : known);
    }

    private String sign(Instant now) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(teamId);
        claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        signature.setKeyIdHeaderValue(keyId);
        signature.setKey(key);
        signature.setPayload(claims.toJson());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("Could not sign with the key of APNS_KEY: " + e.getMessage(), e);
        }
    }
}
