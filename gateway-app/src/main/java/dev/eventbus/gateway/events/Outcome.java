package dev.eventbus.gateway.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.eventbus.gateway.problem.FieldError;
import dev.eventbus.gateway.problem.Problem;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What became of one event of a batch.
 *
 * @param code {@code SUCCESS}, or the code a single publish would have been refused with
 * @param eventId of an event that is stored
 * @param error of one that is not, or not for certain
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(requiredProperties = "code")
record Outcome(
        String code, @Nullable String eventId, @Nullable Failure error) {
    /** Why, in a sentence, with the fields at fault. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Failure(String detail, List<FieldError> errors) {}

    static Outcome success(String eventId) {
        return new Outcome("SUCCESS", eventId, null);
    }

    static Outcome refused(Problem problem) {
        return new Outcome(problem.code(), null, new Failure(problem.detail(), problem.errors()));
    }

    boolean isSuccess() {
        return error == null;
    }
}
