package dev.eventbus.notifications.problem;

import java.util.List;

/** An answer other than success, for the caller to read. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient List<Problem.FieldError> errors;

    private ProblemException(int status, String code, String detail, List<Problem.FieldError> errors) {
        super(detail);
        this.status = status;
        this.code = code;
        this.errors = errors;
    }

    /** 400: a field of the request is wrong. */
    public static ProblemException badField(String field, String message) {
        return new ProblemException(
                400, "BAD_REQUEST", field + " " + message, List.of(new Problem.FieldError(field, message)));
    }

    /** 400: one field of the request is wrong, or several. */
    public static ProblemException badFields(List<Problem.FieldError> errors) {
        Problem.FieldError first = errors.get(0);
        String more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
        return new ProblemException(
                400, "BAD_REQUEST", first.field() + " " + first.message() + more, List.copyOf(errors));
    }

    /** 409: what is asked for does not go with what there is. */
    public static ProblemException conflict(String code, String detail) {
        return new ProblemException(409, code, detail, List.of());
    }

    /** 403: known, but not allowed. */
    public static ProblemException forbidden(String detail) {
        return new ProblemException(403, "FORBIDDEN", detail, List.of());
    }

    /** 404: not there, or not the caller's to know. */
    public static ProblemException notFound(String detail) {
        return new ProblemException(404, "NOT_FOUND", detail, List.of());
    }

    /** 409: not in the state it is in. */
    public static ProblemException conflict(String detail) {
        return new ProblemException(409, "CONFLICT", detail, List.of());
    }

    /** The body of the answer. */
    public Problem problem() {
        return Problem.of(status, code, String.valueOf(getMessage()), errors);
    }
}
