package dev.eventbus.gateway.problem;

import jakarta.ws.rs.core.Response;

/** The reason phrase of a status (RFC 9110). */
final class StatusTitles {
    private StatusTitles() {}

    static String of(int status) {
        Response.Status known = Response.Status.fromStatusCode(status);
        return known == null ? "Error" : known.getReasonPhrase();
    }
}
