package dev.eventbus.notifications.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.notifications.GatewayToken;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GatewayTokensTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final GatewayTokens TOKENS = new GatewayTokens(InternalSecret.of(Optional.of(SECRET), "unused"));

    private static GatewayToken token() {
        return GatewayToken.of("user-1", "demo");
    }

    @Test
    void takesATokenOfTheGateway() throws Exception {
        assertThat(TOKENS.verify(token().signedWith(SECRET)))
                .isEqualTo(new GatewayTokens.Grant("user-1", "demo", "MEMBER"));
    }

    static Stream<String> others() {
        long now = Instant.now().getEpochSecond();
        return Stream.of(
                token().signedWith("another-secret-of-at-least-32-bytes!"),
                token().algorithm("none").signedWith(SECRET),
                token().algorithm("HS512").signedWith(SECRET),
                token().with("iss", "somebody").signedWith(SECRET),
                token().without("iss").signedWith(SECRET),
                token().with("aud", "gateway").signedWith(SECRET),
                token().without("aud").signedWith(SECRET),
                token().with("exp", now - 60).signedWith(SECRET),
                token().with("exp", now + 3600).signedWith(SECRET),
                token().with("ws", 5).signedWith(SECRET),
                token().without("exp").signedWith(SECRET),
                token().without("sub").signedWith(SECRET),
                token().without("ws").signedWith(SECRET),
                token().without("role").signedWith(SECRET),
                "",
                "x",
                "a.b.c");
    }

    @ParameterizedTest
    @MethodSource("others")
    void refusesEveryOther(String token) {
        assertThatThrownBy(() -> TOKENS.verify(token))
                .isInstanceOfAny(InvalidJwtException.class, MalformedClaimException.class);
    }

    @Test
    void derivesTheSecretFromTheDatabasePassword() {
        // printf eventbus-internal-v1 | openssl dgst -sha256 -hmac eventbus -binary | basenc --base64url | tr -d =
        assertThat(new String(InternalSecret.of(Optional.empty(), "eventbus").getEncoded(), StandardCharsets.UTF_8))
                .isEqualTo("aviydl4CnsisB1ustkTCpr4FipWWzpz6qaykJzWOKpo");
    }

    @Test
    void refusesAShortSecret() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InternalSecret.of(Optional.of("short"), "unused"))
                .withMessageStartingWith("INTERNAL_SECRET must have at least 32 bytes, had 5");
    }
}
