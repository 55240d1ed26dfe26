package dev.eventbus.gateway.security;

import java.security.Key;
import java.time.Instant;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.JoseException;

/**
 * The token of a session as a JWT (RFC 7519), HS256 and nothing else.
 *
 * @param sessionId the claim {@code jti}
 * @param userId the claim {@code sub}
 * @param expiresAt the claim {@code exp}, to the second
 */
record SessionToken(String sessionId, String userId, Instant expiresAt) {
    static final String ISSUER = "eventbus-gateway";
    private static final String AUDIENCE = "eventbus";
    private static final int MAX_LENGTH = 4_096;

    String sign(Key key, Instant now) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(AUDIENCE);
        claims.setSubject(userId);
        claims.setJwtId(sessionId);
        claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(expiresAt.getEpochSecond()));
        return signed(claims, key);
    }

    /** Reads a token; empty if anything about it is wrong or its time is over. */
    static Optional<SessionToken> verify(String token, Key key, Instant now) {
        if (token.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            JwtClaims claims = consumer(key, now).processToClaims(token);
            Instant expiresAt = Instant.ofEpochSecond(claims.getExpirationTime().getValue());
            return Optional.of(new SessionToken(claims.getJwtId(), claims.getSubject(), expiresAt));
        } catch (InvalidJwtException | MalformedClaimException e) {
            return Optional.empty();
        }
    }

    static String signed(JwtClaims claims, Key key) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        signature.setHeader("typ", "JWT");
        signature.setPayload(claims.toJson());
        signature.setKey(key);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("Could not sign a token: " + e.getMessage(), e);
        }
    }

    private static JwtConsumer consumer(Key key, Instant now) {
        return new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(
                        AlgorithmConstraints.ConstraintType.PERMIT, AlgorithmIdentifiers.HMAC_SHA256)
                .setVerificationKey(key)
                .setExpectedIssuer(ISSUER)
                .setExpectedAudience(AUDIENCE)
                .setRequireExpirationTime()
                .setRequireSubject()
                .setRequireJwtId()
                .setEvaluationTime(NumericDate.fromSeconds(now.getEpochSecond()))
                .build();
    }
}
