package dev.eventbus.gateway.problem;

import dev.eventbus.gateway.database.DatabaseException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one mapper: whatever ends a request becomes a {@link Problem}, never a stack trace. */
public final class ProblemMapper {
    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

    private final CurrentVertxRequest current;

    ProblemMapper(CurrentVertxRequest current) {
        this.current = current;
    }

    @ServerExceptionMapper
    Response refused(ProblemException refused) {
        return response(refused.problem());
    }

    @ServerExceptionMapper
    Response unauthorized(UnauthorizedException refused) {
        return response(Problem.unauthenticated());
    }

    @ServerExceptionMapper
    Response notAuthenticated(AuthenticationFailedException refused) {
        return response(Problem.unauthenticated());
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException refused) {
        return response(Problem.of(403, "FORBIDDEN", "You may not do this."));
    }

    @ServerExceptionMapper
    Response web(WebApplicationException failed) {
        Response original = failed.getResponse();
        Response.ResponseBuilder answer = Response.fromResponse(response(ofStatus(original.getStatus())));
        String allowed = original.getHeaderString(HttpHeaders.ALLOW);
        return (allowed == null ? answer : answer.header(HttpHeaders.ALLOW, allowed)).build();
    }

    @ServerExceptionMapper
    Response databaseAway(DatabaseException failure) {
        LOG.warnf("Database could not be used and the request was answered with 503. reason=%s", failure.getMessage());
        return response(
                Problem.unavailable("DATABASE_UNAVAILABLE", "The database is not there at the moment; try again."));
    }

    @ServerExceptionMapper
    Response unexpected(Throwable failure) {
        LOG.error("Request failed unexpectedly and was answered with 500.", failure);
        return response(Problem.internal());
    }

    private static Problem ofStatus(int status) {
        return switch (status) {
            case 401 -> Problem.unauthenticated();
            case 404 -> Problem.notFound();
            case 405 -> Problem.of(405, "METHOD_NOT_ALLOWED", "This address does not take this method.");
            case 406 -> Problem.of(406, "NOT_ACCEPTABLE", "This address answers application/json only.");
            case 413 -> Problem.of(413, "PAYLOAD_TOO_LARGE", "The request body is too large.");
            case 415 -> Problem.notJson();
            default -> Problem.of(status, status < 500 ? "BAD_REQUEST" : "INTERNAL", StatusTitles.of(status) + ".");
        };
    }

    private Response response(Problem problem) {
        Response.ResponseBuilder answer = Response.status(problem.status()).entity(problem.json());
        problem.headers().forEach(answer::header);
        if (problem.status() == 413 && Refusal.endsConnection(current.getCurrent())) {
            answer.header("Connection", "close");
        }
        return answer.build();
    }
}
