package dev.eventbus.notifications;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens as the gateway makes them, written without a library so that they check the one in use. */
public final class GatewayToken {
    private final Map<String, Object> claims = new LinkedHashMap<>();
    private String algorithm = "HS256";

    private GatewayToken() {}

    public static GatewayToken of(String userId, String workspaceId) {
        return new GatewayToken()
                .with("iss", "eventbus-gateway")
                .with("aud", "notifier")
                .with("exp", Instant.now().getEpochSecond() + 60)
                .with("sub", userId)
                .with("ws", workspaceId)
                .with("role", "MEMBER");
    }

    public GatewayToken with(String claim, Object value) {
        claims.put(claim, value);
        return this;
    }

    public GatewayToken without(String claim) {
        claims.remove(claim);
        return this;
    }

    public GatewayToken algorithm(String name) {
        algorithm = name;
        return this;
    }

    public String signedWith(String secret) {
        String signed = encode("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}") + '.' + encode(json());
        return signed + '.' + (algorithm.equals("none") ? "" : signature(signed, secret));
    }

    private String json() {
        return claims.entrySet().stream()
                .map(claim -> "\"" + claim.getKey() + "\":"
                        + (claim.getValue() instanceof Number ? claim.getValue() : "\"" + claim.getValue() + "\""))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String signature(String text, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return encode(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
