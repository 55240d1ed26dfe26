package dev.eventbus.forwarder.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.eventbus.json.Json;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;

/**
 * One refused request, as RFC 9457 tells it, with a stable code and the fields at fault.
 *
 * @param status the HTTP status
 * @param code stable word for programs
 * @param detail one sentence for people
 * @param errors the fields at fault, if any
 */
public record Problem(int status, String code, String detail, List<FieldError> errors) {
    /** The media type of every refusal. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        errors = List.copyOf(errors);
    }

    /**
     * What is wrong with one field.
     *
     * @param field the field as the caller wrote it, nested ones joined by dots
     * @param message says what is allowed
     */
    public record FieldError(String field, String message) {}

    public static Problem of(int status, String code, String detail) {
        return new Problem(status, code, detail, List.of());
    }

    /** A 400 that names one field. */
    public static Problem invalid(String field, String message) {
        return new Problem(400, "INVALID_REQUEST", field + " " + message, List.of(new FieldError(field, message)));
    }

    public static Problem notFound(String detail) {
        return of(404, "NOT_FOUND", detail);
    }

    /** The answer's body. */
    byte[] json() {
        String type = "urn:eventbus:problem:" + code.toLowerCase(Locale.ROOT).replace('_', '-');
        Response.Status known = Response.Status.fromStatusCode(status);
        String title = known == null ? "Error" : known.getReasonPhrase();
        return Json.write(new Body(type, title, status, detail, code, errors));
    }

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record Body(String type, String title, int status, String detail, String code, List<FieldError> errors) {}
}
