package dev.eventbus.gateway.security;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * What a request shows to prove who sends it.
 *
 * @param token the session token
 * @param kind where it was found
 */
public record Credential(String token, Kind kind) {
    /** Subprotocol by which a browser's WebSocket can bring a token. */
    public static final String SUBPROTOCOL = "bearer.";

    private static final String BEARER = "bearer ";

    /** Where a token was found; a cookie is sent by browsers unasked, so it needs the same-origin check. */
    public enum Kind {
        AUTHORIZATION,
        SUBPROTOCOL,
        COOKIE
    }

    /** Without the token, which is as good as its owner. */
    @Override
    public String toString() {
        return "Credential[" + kind + "]";
    }

    /** The first of: Authorization header, WebSocket subprotocol, cookie. */
    static Optional<Credential> of(HttpServerRequest request) {
        return ofHeader(request).or(() -> ofSubprotocol(request)).or(() -> ofCookie(request));
    }

    private static Optional<Credential> ofHeader(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.empty();
        }
        return Optional.of(new Credential(header.substring(BEARER.length()).trim(), Kind.AUTHORIZATION));
    }

    private static Optional<Credential> ofSubprotocol(HttpServerRequest request) {
        for (String header : request.headers().getAll("Sec-WebSocket-Protocol")) {
            for (String protocol : header.split(",")) {
                if (protocol.trim().startsWith(SUBPROTOCOL)) {
                    String token = protocol.trim().substring(SUBPROTOCOL.length());
                    return Optional.of(new Credential(token, Kind.SUBPROTOCOL));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Credential> ofCookie(HttpServerRequest request) {
        return SessionCookie.names().stream()
                .map(request::getCookie)
                .filter(java.util.Objects::nonNull)
                .map(Cookie::getValue)
                .map(token -> new Credential(token, Kind.COOKIE))
                .findFirst();
    }
}
