package dev.eventbus.notifications.security;

import javax.crypto.SecretKey;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/** Verifies the tokens the gateway makes for each request it passes on: HS256, for us, not expired, for one user. */
final class GatewayTokens {
    private static final int CLOCK_SKEW_SECONDS = 30;
    private static final int LONGEST_LIFE_MINUTES = 10;

    private final JwtConsumer consumer;

    GatewayTokens(SecretKey key) {
        consumer = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.HMAC_SHA256)
                .setVerificationKey(key)
                .setExpectedIssuer(true, "eventbus-gateway")
                .setExpectedAudience(true, "notifier")
                .setRequireExpirationTime()
                .setMaxFutureValidityInMinutes(LONGEST_LIFE_MINUTES)
                .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
                .setRequireSubject()
                .build();
    }

    /** What a token says: who asks, in which workspace, as what. */
    record Grant(String userId, String workspaceId, String role) {}

    Grant verify(String token) throws InvalidJwtException, MalformedClaimException {
        JwtClaims claims = consumer.processToClaims(token);
        return new Grant(claims.getSubject(), text(claims, "ws"), text(claims, "role"));
    }

    private static String text(JwtClaims claims, String name) throws MalformedClaimException {
        String text = claims.getClaimValue(name, String.class);
        if (text == null) {
            throw new MalformedClaimException("claim " + name + " must be there, was missing");
        }
        return text;
    }
}
