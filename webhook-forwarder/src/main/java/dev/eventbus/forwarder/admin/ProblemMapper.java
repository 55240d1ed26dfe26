package dev.eventbus.forwarder.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.eventbus.EventBusException;
import dev.eventbus.forwarder.config.BrokenConfigException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one mapper: whatever ends a request becomes a {@link Problem}, never a stack trace. */
public final class ProblemMapper {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);

    @ServerExceptionMapper
    Response refused(ProblemException refused) {
        return response(refused.problem());
    }

    @ServerExceptionMapper
    Response misfit(MismatchedInputException misfit) {
        return response(unreadable(misfit));
    }

    @ServerExceptionMapper
    Response web(WebApplicationException failed) {
        if (failed.getCause() instanceof JsonProcessingException unreadable) {
            return response(unreadable(unreadable));
        }
        Response original = failed.getResponse();
        Response.ResponseBuilder answer = Response.fromResponse(response(ofStatus(original.getStatus())));
        String allowed = original.getHeaderString(HttpHeaders.ALLOW);
        return (allowed == null ? answer : answer.header(HttpHeaders.ALLOW, allowed)).build();
    }

    @ServerExceptionMapper
    Response broken(BrokenConfigException broken) {
        return response(new Problem(
                422,
                "BROKEN_CONFIGURATION",
                "The files are broken; what ran before goes on.",
                broken.lines().stream().map(ProblemMapper::error).toList()));
    }

    private static Problem.FieldError error(String line) {
        int message = line.indexOf(": ");
        return message < 0
                ? new Problem.FieldError("", line)
                : new Problem.FieldError(line.substring(0, message), line.substring(message + 2));
    }

    @ServerExceptionMapper
    Response serverAway(EventBusException failure) {
        return response(Problem.of(503, "NATS_UNAVAILABLE", String.valueOf(failure.getMessage())));
    }

    @ServerExceptionMapper
    Response unexpected(Throwable failure) {
        LOG.error("A request failed unexpectedly and was answered with 500", failure);
        return response(Problem.of(500, "INTERNAL", "The forwarder failed; the failure has been logged."));
    }

    /** Not in Jackson's own words: those quote what was sent. */
    private static Problem unreadable(JsonProcessingException unreadable) {
        if (unreadable instanceof UnrecognizedPropertyException unknown) {
            String known = unknown.getKnownPropertyIds().stream()
                    .map(String::valueOf)
                    .sorted()
                    .collect(Collectors.joining(", "));
            return Problem.invalid(field(unknown), "is unknown; known here: " + known);
        }
        if (unreadable instanceof MismatchedInputException misfit
                && !misfit.getPath().isEmpty()) {
            return Problem.invalid(field(misfit), "has a value of the wrong type");
        }
        var at = unreadable.getLocation();
        return Problem.of(
                400,
                "INVALID_REQUEST",
                "The request body must be a JSON object"
                        + (at == null
                                ? "."
                                : "; it is not at line " + at.getLineNr() + ", column " + at.getColumnNr() + "."));
    }

    private static String field(JsonMappingException misfit) {
        String path = misfit.getPath().stream()
                .map(step -> step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName())
                .collect(Collectors.joining("."));
        return path.substring(0, Math.min(path.length(), 100));
    }

    private static Problem ofStatus(int status) {
        return switch (status) {
            case 404 -> Problem.notFound("There is nothing at this address.");
            case 405 -> Problem.of(405, "METHOD_NOT_ALLOWED", "This address does not take this method.");
            case 406 -> Problem.of(406, "NOT_ACCEPTABLE", "This address answers application/json only.");
            case 413 -> Problem.of(413, "PAYLOAD_TOO_LARGE", "The request body must be at most 64 KiB.");
            case 415 -> Problem.of(415, "UNSUPPORTED_MEDIA_TYPE", "The request body must be application/json.");
            default ->
                status < 500
                        ? Problem.of(status, "BAD_REQUEST", "The request cannot be understood.")
                        : Problem.of(status, "INTERNAL", "The forwarder failed.");
        };
    }

    private static Response response(Problem problem) {
        Response.ResponseBuilder answer =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem.json());
        if (problem.status() == 401) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return answer.build();
    }
}
