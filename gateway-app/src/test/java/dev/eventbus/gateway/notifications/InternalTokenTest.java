package dev.eventbus.gateway.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.Test;

class InternalTokenTest {
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    @Test
    void saysWhoARequestIsForSoThatAnyJwtLibraryUnderstandsIt() throws Exception {
        String secret = "a secret that both processes know";
        String token = new InternalToken(Optional.of(secret), "ignored", () -> NOW).of("user", "demo", "OWNER");

        JwtClaims claims = new JwtConsumerBuilder()
                .setVerificationKey(new HmacKey(secret.getBytes(StandardCharsets.UTF_8)))
                .setExpectedIssuer("eventbus-gateway")
                .setExpectedAudience("notifier")
                .setEvaluationTime(NumericDate.fromSeconds(NOW.getEpochSecond()))
                .build()
                .processToClaims(token);

        assertThat(claims.getSubject()).isEqualTo("user");
        assertThat(claims.getClaimValue("ws")).isEqualTo("demo");
        assertThat(claims.getClaimValue("role")).isEqualTo("OWNER");
        assertThat(claims.getExpirationTime().getValue()).isEqualTo(NOW.getEpochSecond() + 60);
    }

    @Test
    void derivesTheSecretFromTheSharedPassword() {
        String one = new InternalToken(Optional.empty(), "eventbus", () -> NOW).of("u", "w", "MEMBER");
        String same = new InternalToken(Optional.empty(), "eventbus", () -> NOW).of("u", "w", "MEMBER");
        String other = new InternalToken(Optional.empty(), "changed", () -> NOW).of("u", "w", "MEMBER");

        assertThat(signature(one)).isEqualTo(signature(same)).isNotEqualTo(signature(other));
    }

    private static String signature(String token) {
        return token.substring(token.lastIndexOf('.'));
    }
}
