package dev.eventbus.gateway.notifications;

import dev.eventbus.gateway.account.Account;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.gateway.security.Caller;
import dev.eventbus.gateway.security.RequiresWorkspace;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Everything about notifications that the notifier serves, under the gateway's one public origin. */
@Path("/api/workspaces/{ws}/{room:notifications|notification-rules|recipients|push}{rest:(/.*)?}")
@RunOnVirtualThread
public class NotifierResource {
    /** What a path of the notifier may hold: nothing that two servers could read in two ways. */
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_:~-][A-Za-z0-9._:~-]{0,127}){0,6}");

    private static final List<String> PASSED_BACK =
            List.of("Content-Type", "Location", "ETag", "Cache-Control", "Retry-After", "Allow");

    private final Notifier notifier;
    private final InternalToken token;
    private final SecurityIdentity identity;

    NotifierResource(Notifier notifier, InternalToken token, SecurityIdentity identity) {
        this.notifier = notifier;
        this.token = token;
        this.identity = identity;
    }

    /** Where a request is to go. */
    record Target(
            @PathParam("ws") String ws,
            @PathParam("room") String room,
            @PathParam("rest") String rest) {}

    @GET
    @Authenticated
    @RequiresWorkspace
    public Response get(Target target, @Context HttpServerRequest request) {
        return pass(target, request, null);
    }

    @POST
    @Authenticated
    @RequiresWorkspace
    public Response post(Target target, @Context HttpServerRequest request, byte @Nullable [] body) {
        return pass(target, request, body);
    }

    @PUT
    @Authenticated
    @RequiresWorkspace
    public Response put(Target target, @Context HttpServerRequest request, byte @Nullable [] body) {
        return pass(target, request, body);
    }

    @DELETE
    @Authenticated
    @RequiresWorkspace
    public Response delete(Target target, @Context HttpServerRequest request) {
        return pass(target, request, null);
    }

    private Response pass(Target target, HttpServerRequest request, byte @Nullable [] body) {
        if (!PATH.matcher(target.rest()).matches()) {
            throw new ProblemException(Problem.notFound());
        }
        Account account = Caller.of(identity).account();
        String path = "/api/workspaces/" + target.ws() + "/" + target.room() + target.rest();
        HttpRequest.Builder call = notifier.request(request.query() == null ? path : path + "?" + request.query())
                .header("Authorization", "Bearer " + token.of(account.id(), target.ws(), account.roleIn(target.ws())));
        boolean hasBody = body != null && body.length > 0;
        if (hasBody) {
            requireJson(request);
            call.header("Content-Type", MediaType.APPLICATION_JSON);
        }
        call.method(
                request.method().name(),
                hasBody ? HttpRequest.BodyPublishers.ofByteArray(body) : HttpRequest.BodyPublishers.noBody());
        return answer(notifier.call(call.build()));
    }

    private static void requireJson(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        if (type == null || !MediaType.valueOf(type).isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
            throw new ProblemException(Problem.notJson());
        }
    }

    /** The notifier's answer as ours, with those of its headers that are meant for whoever asked. */
    static Response answer(Notifier.Answer answer) {
        Response.ResponseBuilder back = Response.status(answer.response().statusCode());
        for (String name : PASSED_BACK) {
            answer.response().headers().firstValue(name).ifPresent(value -> back.header(name, value));
        }
        return answer.body().length == 0
                ? back.build()
                : back.entity(answer.body()).build();
    }
}
