package dev.eventbus.notifications.problem;

import java.util.List;

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
        return new Problem("about:blank", Titles.of(status), status, detail, code, errors);
    }
}
