package dev.eventbus.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** An issuer of tokens with one key, which it serves over HTTP. */
public final class TestIssuer {
    public static final String AUDIENCE = "the-gateway";
    public static final String KEY_ID = "key-1";

    private final String url;
    private final RsaJsonWebKey key;
    private final AtomicInteger fetches = new AtomicInteger();

    private TestIssuer(String url, RsaJsonWebKey key) {
        this.url = url;
        this.key = key;
    }

    /** Serves discovery and keys below {@code /issuer}. */
    public static TestIssuer on(HttpServer server) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/issuer";
        TestIssuer issuer = new TestIssuer(url, generate());
        server.createContext(
                "/issuer/.well-known/openid-configuration",
                call -> answer(call, "{\"issuer\":\"" + url + "\",\"jwks_uri\":\"" + url + "/keys\"}"));
        server.createContext("/issuer/keys", call -> {
            issuer.fetches.incrementAndGet();
            answer(call, "{\"keys\":[" + issuer.key.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY) + "]}");
        });
        return issuer;
    }

    /** The issuer of another class loader. */
    public static TestIssuer of(String url, String privateKey) {
        try {
            return new TestIssuer(url, (RsaJsonWebKey) JsonWebKey.Factory.newJwk(privateKey));
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    public static RsaJsonWebKey generate() {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(KEY_ID);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    public String url() {
        return url;
    }

    public RsaJsonWebKey key() {
        return key;
    }

    public String privateKey() {
        return key.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE);
    }

    /** How often its keys were asked for. */
    public int fetches() {
        return fetches.get();
    }

    /** Claims that are all right, good for a minute. */
    public JwtClaims claims(String subject) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(url);
        claims.setAudience(AUDIENCE);
        claims.setSubject(subject);
        claims.setExpirationTime(NumericDate.fromSeconds(NumericDate.now().getValue() + 60));
        return claims;
    }

    public String token(JwtClaims claims) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setKeyIdHeaderValue(KEY_ID);
        signature.setKey(key.getPrivateKey());
        signature.setPayload(claims.toJson());
        return compact(signature);
    }

    public static String compact(JsonWebSignature signature) {
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange call, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(200, body.length);
        try (var out = call.getResponseBody()) {
            out.write(body);
        }
    }
}
