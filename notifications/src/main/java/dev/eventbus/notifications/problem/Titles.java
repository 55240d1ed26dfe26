package dev.eventbus.notifications.problem;

import jakarta.ws.rs.core.Response;

/** The standard names of status codes. */
final class Titles {
    private Titles() {}

    static String of(int status) {
        Response.Status known = Response.Status.fromStatusCode(status);
        return known == null ? "Error" : known.getReasonPhrase();
    }

    /** The name as a code for programs: {@code Not Found} becomes {@code NOT_FOUND}. */
    static String code(int status) {
        return of(status).toUpperCase(java.util.Locale.ROOT).replaceAll("[^A-Z]+", "_");
    }
}
