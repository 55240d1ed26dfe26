package dev.eventbus.gateway.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.eventbus.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One refused request, as RFC 9457 tells it, with a stable code and the fields at fault.
 *
 * @param status the HTTP status
 * @param code stable word for programs
 * @param detail one sentence for people
 * @param errors the fields at fault, if any
 * @param retryAfterSeconds when to try again, if that helps
 */
public record Problem(
        int status,
        String code,
        String detail,
        List<FieldError> errors,
        @Nullable Integer retryAfterSeconds) {
    /** The media type of every refusal. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        errors = List.copyOf(errors);
    }

    public static Problem of(int status, String code, String detail) {
        return new Problem(status, code, detail, List.of(), null);
    }

    /** A 400 that names the fields; the first one's message is the detail. */
    public static Problem invalid(List<FieldError> errors) {
        return new Problem(400, "INVALID_REQUEST", errors.get(0).message(), errors, null);
    }

    /** A 400 that names one field. */
    public static Problem invalid(String field, String message) {
        return invalid(List.of(new FieldError(field, message)));
    }

    public static Problem unauthenticated() {
        return of(401, "UNAUTHENTICATED", "Sign in first: the session or token is missing, expired or ended.");
    }

    public static Problem notFound() {
        return of(404, "NOT_FOUND", "There is nothing at this address, or it is not yours to see.");
    }

    public static Problem notJson() {
        return of(415, "UNSUPPORTED_MEDIA_TYPE", "The request body must be application/json.");
    }

    /** A 503: somebody the gateway needs is away for the moment. */
    public static Problem unavailable(String code, String detail) {
        return of(503, code, detail).retryAfter(2);
    }

    /** A 500: nobody but the log is told why. */
    static Problem internal() {
        return of(500, "INTERNAL", "The gateway failed; the failure has been logged.");
    }

    /** A 413: more than a request body may hold. */
    public static Problem tooLarge(long limit) {
        return of(413, "PAYLOAD_TOO_LARGE", "The request body must be at most " + limit + " bytes.");
    }

    public Problem retryAfter(int seconds) {
        return new Problem(status, code, detail, errors, seconds);
    }

    /** The answer's headers, its media type among them. */
    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", MEDIA_TYPE);
        if (status == 401) {
            headers.put("WWW-Authenticate", "Bearer");
        }
        if (retryAfterSeconds != null) {
            headers.put("Retry-After", retryAfterSeconds.toString());
        }
        return headers;
    }

    /** The answer's body. */
    public byte[] json() {
        String type = "urn:eventbus:problem:" + code.toLowerCase(Locale.ROOT).replace('_', '-');
        return Json.write(new Body(type, StatusTitles.of(status), status, detail, code, errors));
    }

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record Body(String type, String title, int status, String detail, String code, List<FieldError> errors) {}
}
