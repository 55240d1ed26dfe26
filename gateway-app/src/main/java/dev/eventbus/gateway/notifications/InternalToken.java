package dev.eventbus.gateway.notifications;

import dev.eventbus.json.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Tells the notifier who a request is for: a JWT (RFC 7519, HS256) good for a minute, signed with a secret that both
 * processes have or derive from the database password they share.
 */
@ApplicationScoped
class InternalToken {
    private static final long SECONDS = 60;
    private static final String DERIVED = "eventbus-internal-v1";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final SecretKeySpec key;
    private final InstantSource clock;

    InternalToken(
            @ConfigProperty(name = "gateway.internal-secret") Optional<String> secret,
            @ConfigProperty(name = "quarkus.datasource.password") String databasePassword,
            InstantSource clock) {
        String shared = secret.orElseGet(() -> BASE64.encodeToString(mac(key(databasePassword), DERIVED)));
        this.key = key(shared);
        this.clock = clock;
    }

    /** The user's part in the workspace, as of now. */
    String of(String userId, String workspaceId, String role) {
        long now = clock.instant().getEpochSecond();
        String header = part(Map.of("alg", "HS256", "typ", "JWT"));
        String claims = part(Map.of(
                "iss",
                "eventbus-gateway",
                "aud",
                "notifier",
                "sub",
                userId,
                "ws",
                workspaceId,
                "role",
                role,
                "iat",
                now,
                "exp",
                now + SECONDS));
        String signed = header + "." + claims;
        return signed + "." + BASE64.encodeToString(mac(key, signed));
    }

    private static String part(Map<String, ?> json) {
        return BASE64.encodeToString(Json.write(json));
    }

    private static SecretKeySpec key(String secret) {
        return new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    private static byte[] mac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is part of every JDK", e);
        }
    }
}
