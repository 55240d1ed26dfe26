package dev.eventbus.gateway.security;

import java.time.Duration;
import java.util.List;

/**
 * The cookie that carries a session token; over TLS with the prefix {@code __Host-} (RFC 6265bis, 4.1.3.2). Written as
 * a header by hand: JAX-RS adds a {@code Version} that RFC 6265 does not know.
 */
final class SessionCookie {
    static final String HEADER = "Set-Cookie";
    private static final String PLAIN = "eventbus_session";
    private static final String SECURE = "__Host-" + PLAIN;

    private SessionCookie() {}

    static List<String> names() {
        return List.of(SECURE, PLAIN);
    }

    /** The value of a {@value #HEADER} header. */
    static String carrying(String token, Duration lifetime, boolean tls) {
        return (tls ? SECURE : PLAIN) + "=" + token + "; Path=/; Max-Age=" + lifetime.toSeconds()
                + "; HttpOnly; SameSite=Lax" + (tls ? "; Secure" : "");
    }

    /** Has the browser drop the cookie. */
    static String expired(boolean tls) {
        return carrying("", Duration.ZERO, tls);
    }
}
