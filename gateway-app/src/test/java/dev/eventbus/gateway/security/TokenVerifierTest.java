package dev.eventbus.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.eventbus.gateway.TestIssuer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TokenVerifierTest {
    private static HttpServer server;
    private static TestIssuer issuer;

    private final Instant now = Instant.now();
    private final TokenVerifier verifier = new TokenVerifier(
            issuer.url(), TestIssuer.AUDIENCE, IssuerKeys.discovered(issuer.url(), InstantSource.fixed(now)));

    @BeforeAll
    static void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        issuer = TestIssuer.on(server);
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    @Test
    void readsAGoodToken() {
        JwtClaims claims = issuer.claims("ada");
        claims.setClaim("email", "ada@example.com");
        claims.setClaim("email_verified", true);

        Optional<ExternalToken> read = verifier.verify(issuer.token(claims), now);

        assertThat(read).map(ExternalToken::subject).contains("ada");
        assertThat(read).map(ExternalToken::email).contains("ada@example.com");
    }

    @Test
    void believesNoAddressThatIsNotVerified() {
        JwtClaims claims = issuer.claims("ada");
        claims.setClaim("email", "admin@example.com");
        claims.setClaim("email_verified", "true");

        assertThat(verifier.verify(issuer.token(claims), now).orElseThrow().email())
                .isNull();
    }

    static Stream<Arguments> wrongClaims() {
        return Stream.of(
                wrong("issuer", claims -> claims.setIssuer("https://elsewhere.example.com")),
                wrong("no issuer", claims -> claims.unsetClaim("iss")),
                wrong("audience", claims -> claims.setAudience("somebody-else")),
                wrong("no audience", claims -> claims.unsetClaim("aud")),
                wrong("expired", claims -> claims.setExpirationTime(secondsFromNow(-40))),
                wrong("no expiry", claims -> claims.unsetClaim("exp")),
                wrong("not yet", claims -> claims.setNotBefore(secondsFromNow(50))),
                wrong("no subject", claims -> claims.unsetClaim("sub")),
                wrong("a subject no row can have", claims -> claims.setSubject("a\u0000b")));
    }

    private static Arguments wrong(String name, Consumer<JwtClaims> change) {
        return Arguments.of(name, change);
    }

    private static NumericDate secondsFromNow(long seconds) {
        return NumericDate.fromSeconds(NumericDate.now().getValue() + seconds);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongClaims")
    void refusesWrongClaims(String name, Consumer<JwtClaims> change) {
        JwtClaims claims = issuer.claims("ada");
        assertThat(verifier.verify(issuer.token(claims), now)).isPresent();
        change.accept(claims);

        assertThat(verifier.verify(issuer.token(claims), now)).isEmpty();
    }

    static Stream<Arguments> wrongSignatures() {
        RsaJsonWebKey other = TestIssuer.generate();
        byte[] publicKey = issuer.key().getPublicKey().getEncoded();
        byte[] pem = ("-----BEGIN PUBLIC KEY-----\n"
                        + java.util.Base64.getMimeEncoder().encodeToString(publicKey)
                        + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                signed("none", jws -> {
                    jws.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
                    jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
                }),
                signed("HS256 with the public key", jws -> hs256(jws, publicKey)),
                signed("HS256 with the public key as PEM", jws -> hs256(jws, pem)),
                signed("an algorithm that is not on the list", jws -> {
                    jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA512);
                    jws.setKey(issuer.key().getPrivateKey());
                }),
                signed("another key of the same id", jws -> jws.setKey(other.getPrivateKey())),
                signed("an unknown key", jws -> {
                    jws.setKeyIdHeaderValue("key-2");
                    jws.setKey(other.getPrivateKey());
                }),
                signed("no key id", jws -> {
                    jws.getHeaders().setObjectHeaderValue("kid", null);
                    jws.setKey(issuer.key().getPrivateKey());
                }),
                signed("a key brought along", jws -> {
                    jws.setJwkHeader(other);
                    jws.setKey(other.getPrivateKey());
                }),
                signed("a key address brought along", jws -> {
                    jws.setHeader("jku", "http://127.0.0.1:1/keys");
                    jws.setHeader("x5u", "http://127.0.0.1:1/cert");
                    jws.setKey(other.getPrivateKey());
                }),
                signed("another type of token", jws -> {
                    jws.setHeader("typ", "logout+jwt");
                    jws.setKey(issuer.key().getPrivateKey());
                }));
    }

    private static void hs256(JsonWebSignature jws, byte[] key) {
        jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        jws.setKey(new HmacKey(key));
    }

    private static Arguments signed(String name, Consumer<JsonWebSignature> change) {
        return Arguments.of(name, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongSignatures")
    void refusesWrongSignatures(String name, Consumer<JsonWebSignature> change) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setKeyIdHeaderValue(TestIssuer.KEY_ID);
        signature.setPayload(issuer.claims("ada").toJson());
        change.accept(signature);

        assertThat(verifier.verify(TestIssuer.compact(signature), now)).isEmpty();
    }

    @Test
    void asksForKeysOnceHoweverManyTokensNameUnknownOnes() {
        int before = issuer.fetches();
        RsaJsonWebKey other = TestIssuer.generate();
        for (int i = 0; i < 5; i++) {
            JsonWebSignature signature = new JsonWebSignature();
            signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
            signature.setKeyIdHeaderValue("made-up-" + i);
            signature.setKey(other.getPrivateKey());
            signature.setPayload(issuer.claims("ada").toJson());
            assertThat(verifier.verify(TestIssuer.compact(signature), now)).isEmpty();
        }

        assertThat(issuer.fetches() - before).isEqualTo(1);
    }

    @Test
    void refusesAllWhileTheIssuerIsAway() {
        TokenVerifier lonely = new TokenVerifier(
                issuer.url(),
                TestIssuer.AUDIENCE,
                IssuerKeys.discovered("http://127.0.0.1:1/issuer", InstantSource.fixed(now)));

        assertThat(lonely.verify(issuer.token(issuer.claims("ada")), now)).isEmpty();
    }

    @Test
    void wantsAnAudienceWithTheIssuer() {
        OidcSettings settings = new OidcSettings() {
            @Override
            public Optional<String> issuer() {
                return Optional.of(issuer.url());
            }

            @Override
            public Optional<String> audience() {
                return Optional.empty();
            }

            @Override
            public Optional<String> jwksUrl() {
                return Optional.empty();
            }
        };

        assertThatThrownBy(() -> new TokenVerifier(settings, (token, nested) -> null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("OIDC_AUDIENCE must be given");
    }
}
