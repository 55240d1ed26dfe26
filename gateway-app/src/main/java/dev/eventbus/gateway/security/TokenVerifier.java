package dev.eventbus.gateway.security;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jspecify.annotations.Nullable;

/**
 * Reads tokens of another issuer (OpenID Connect Core, 3.1.3.7; RFC 8725): asymmetric algorithms of a short list, keys
 * from the issuer's set by their id and from nowhere else, this issuer, for us, now.
 */
final class TokenVerifier {
    private static final Logger LOG = Logger.getLogger(TokenVerifier.class);
    private static final int MAX_LENGTH = 8_192;
    private static final int CLOCK_SKEW_SECONDS = 30;
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

    private final String issuer;
    private final String audience;
    private final VerificationKeyResolver keys;

    TokenVerifier(OidcSettings settings, VerificationKeyResolver keys) {
        this(
                settings.issuer().orElseThrow(),
                settings.audience()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "OIDC_AUDIENCE must be given together with OIDC_ISSUER: without it, tokens the issuer"
                                        + " made for others would be good here")),
                keys);
    }

    TokenVerifier(String issuer, String audience, VerificationKeyResolver keys) {
        this.issuer = issuer;
        this.audience = audience;
        this.keys = keys;
    }

    /** Empty if anything about the token is wrong or its time is over. May block to fetch keys. */
    Optional<ExternalToken> verify(String token, Instant now) {
        if (token.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            JwtContext read = consumer(now).process(token);
            return isAccessToken(read)
                    ? Optional.of(read(read.getJwtClaims())).filter(TokenVerifier::isStorable)
                    : Optional.empty();
        } catch (InvalidJwtException | MalformedClaimException e) {
            LOG.debugf("A token of another issuer was refused. reason=%s", e.getMessage());
            return Optional.empty();
        }
    }

    private static boolean isAccessToken(JwtContext token) {
        String type = token.getJoseObjects().getFirst().getHeader("typ");
        return type == null || TYPES.contains(type.toLowerCase(Locale.ROOT));
    }

    /** PostgreSQL could not even be asked for a text with NUL. */
    private static boolean isStorable(ExternalToken token) {
        return token.subject().indexOf(0) < 0 && String.valueOf(token.email()).indexOf(0) < 0;
    }

    private static ExternalToken read(JwtClaims claims) throws MalformedClaimException {
        Instant expiresAt = Instant.ofEpochSecond(claims.getExpirationTime().getValue());
        return new ExternalToken(claims.getSubject(), verifiedEmail(claims), expiresAt.plusSeconds(CLOCK_SKEW_SECONDS));
    }

    private static @Nullable String verifiedEmail(JwtClaims claims) throws MalformedClaimException {
        return Boolean.TRUE.equals(claims.getClaimValue("email_verified")) ? claims.getStringClaimValue("email") : null;
    }

    private JwtConsumer consumer(Instant now) {
        return new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(new AlgorithmConstraints(
                        AlgorithmConstraints.ConstraintType.PERMIT,
                        AlgorithmIdentifiers.RSA_USING_SHA256,
                        AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256))
                .setVerificationKeyResolver(keys)
                .setExpectedIssuer(issuer)
                .setExpectedAudience(audience)
                .setRequireExpirationTime()
                .setRequireSubject()
                .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
                .setEvaluationTime(NumericDate.fromSeconds(now.getEpochSecond()))
                .build();
    }
}
