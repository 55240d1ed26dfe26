package dev.eventbus.notifications.problem;

import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;

/**
 * The body of an error answer, RFC 9457 with a code for programs and the fields that are wrong.
 *
 * @param code stable; for programs
 * @param errors what is wrong with which field; may be empty
 */
public record Problem(String type, String title, int status, String detail, String code, List<FieldError> errors) {
    /** The media type of problems. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** What is wrong with one field. */
    public record FieldError(String field, String message) {}

    static Problem of(int status, String code, String detail, List<FieldError> errors) {
        return new Problem("about:blank", title(status), status, detail, code, errors);
    }

    /** The standard name of a status. */
    static String title(int status) {
        Response.Status known = Response.Status.fromStatusCode(status);
        return known == null ? "Error" : known.getReasonPhrase();
    }

    /** That name as a code for programs: {@code Not Found} becomes {@code NOT_FOUND}. */
    static String code(int status) {
        return title(status).toUpperCase(Locale.ROOT).replaceAll("[^A-Z]+", "_");
    }
}
