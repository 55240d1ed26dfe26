package dev.eventbus.gateway.security;

import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
import java.util.List;

/** The cookie that carries a session token; over TLS with the prefix {@code __Host-} (RFC 6265bis, 4.1.3.2). */
final class SessionCookie {
    private static final String PLAIN = "eventbus_session";
    private static final String SECURE = "__Host-" + PLAIN;

    private SessionCookie() {}

    static List<String> names() {
        return List.of(SECURE, PLAIN);
    }

    static NewCookie carrying(String token, Duration lifetime, boolean tls) {
        return new NewCookie.Builder(tls ? SECURE : PLAIN)
                .value(token)
                .path("/")
                .httpOnly(true)
                .secure(tls)
                .sameSite(NewCookie.SameSite.LAX)
                .maxAge((int) lifetime.toSeconds())
                .build();
    }

    /** Has the browser drop the cookie. */
    static NewCookie expired(boolean tls) {
        return carrying("", Duration.ZERO, tls);
    }
}
