package dev.eventbus.notifications.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.eventbus.notifications.database.DatabaseException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.CharConversionException;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns every exception of a request into a problem; none shows a stack trace. */
final class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    Response of(ProblemException failure) {
        return answer(failure.problem());
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    Response unauthenticated() {
        return Response.fromResponse(plain(401, "a valid token of the gateway is required"))
                .header("WWW-Authenticate", "Bearer")
                .build();
    }

    @ServerExceptionMapper
    Response of(ForbiddenException failure) {
        return plain(403, "not allowed");
    }

    // Named beside its parent because the framework has a mapper of its own for just this one.
    @ServerExceptionMapper({JsonMappingException.class, MismatchedInputException.class})
    Response of(JsonMappingException failure) {
        String field = failure.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(name -> name != null)
                .collect(Collectors.joining("."));
        return field.isEmpty()
                ? badJson()
                : answer(ProblemException.badField(field, "has the wrong type").problem());
    }

    // A body in no known encoding is no failure of the JSON parser, but of the reader beneath it.
    @ServerExceptionMapper({JsonProcessingException.class, CharConversionException.class})
    Response unreadable() {
        return badJson();
    }

    @ServerExceptionMapper
    Response of(WebApplicationException failure) {
        int status = failure.getResponse().getStatus();
        if (failure.getCause() instanceof JsonMappingException mapping) {
            return of(mapping);
        }
        if (failure.getCause() instanceof JsonProcessingException) {
            return badJson();
        }
        return plain(status, Problem.title(status));
    }

    @ServerExceptionMapper
    Response of(DatabaseException failure) {
        LOG.warnf("Answered a request with 503, the database failed: cause=%s", failure.getMessage());
        return Response.fromResponse(plain(503, "the database cannot be reached, try again"))
                .header("Retry-After", 5)
                .build();
    }

    @ServerExceptionMapper
    Response of(Exception failure) {
        LOG.error("Answered a request with 500", failure);
        return plain(500, "something went wrong on our side");
    }

    private static Response badJson() {
        return answer(ProblemException.badField("body", "must be a JSON object").problem());
    }

    private static Response plain(int status, String detail) {
        return answer(Problem.of(status, Problem.code(status), detail, List.of()));
    }

    private static Response answer(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }
}
