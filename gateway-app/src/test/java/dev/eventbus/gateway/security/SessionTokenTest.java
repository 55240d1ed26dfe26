package dev.eventbus.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.time.Instant;
import java.util.Base64;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTokenTest {
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final Key KEY = new HmacKey("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8));
    private final SessionToken token = new SessionToken("session", "user", NOW.plusSeconds(60));

    @Test
    void comesBackAsItWasSigned() {
        assertThat(SessionToken.verify(token.sign(KEY, NOW), KEY, NOW)).contains(token);
    }

    @Test
    void isGoodUntilItsTimeIsOver() {
        String signed = token.sign(KEY, NOW);

        assertThat(SessionToken.verify(signed, KEY, NOW.plusSeconds(59))).isPresent();
        assertThat(SessionToken.verify(signed, KEY, NOW.plusSeconds(60))).isEmpty();
    }

    @Test
    void isRefusedWithAnotherKey() {
        Key other = new HmacKey("another-key-another-key-another-k".getBytes(StandardCharsets.UTF_8));

        assertThat(SessionToken.verify(token.sign(other, NOW), KEY, NOW)).isEmpty();
    }

    @Test
    void isRefusedForAnotherAudience() {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(SessionToken.ISSUER);
        claims.setAudience("notifier");
        claims.setSubject("user");
        claims.setJwtId("session");
        claims.setExpirationTime(NumericDate.fromSeconds(NOW.getEpochSecond() + 60));

        assertThat(SessionToken.verify(SessionToken.signed(claims, KEY), KEY, NOW))
                .isEmpty();
    }

    @Test
    void isRefusedUnsignedOrChanged() {
        String[] parts = token.sign(KEY, NOW).split("\\.");
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(SessionToken.verify(none + "." + parts[1] + ".", KEY, NOW)).isEmpty();
        assertThat(SessionToken.verify(parts[0] + "." + parts[1] + ".AAAA", KEY, NOW))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "not a token"})
    void isRefusedWhenItIsNoTokenAtAll(String text) {
        assertThat(SessionToken.verify(text, KEY, NOW)).isEmpty();
    }
}
