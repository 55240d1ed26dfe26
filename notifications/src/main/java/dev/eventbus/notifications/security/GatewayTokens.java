package dev.eventbus.notifications.security;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import java.util.Set;
import javax.crypto.SecretKey;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Verifies the tokens the gateway makes for each request it passes on: HS256, for us, not expired, for one user. */
final class GatewayTokens {
    static final String WORKSPACE = "ws";
    static final String ROLE = "role";

    private static final int CLOCK_SKEW_SECONDS = 30;

    private final JWTParser parser;

    GatewayTokens(SecretKey key) {
        JWTAuthContextInfo rules = new JWTAuthContextInfo(key, "eventbus-gateway");
        rules.setExpectedAudience(Set.of("notifier"));
        rules.setSignatureAlgorithm(Set.of(SignatureAlgorithm.HS256));
        rules.setClockSkew(CLOCK_SKEW_SECONDS);
        rules.setRequiredClaims(Set.of("exp", "sub", WORKSPACE, ROLE));
        parser = new DefaultJWTParser(rules);
    }

    JsonWebToken verify(String token) throws ParseException {
        return parser.parse(token);
    }
}
