package dev.eventbus.gateway.security;

import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import java.lang.reflect.Method;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;

/** Checks every request once it is known which method it is for: the workspace, and for cookies the origin. */
public final class RequestGuard {
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
    private static final String WORKSPACE = "ws";

    private final SecurityIdentity identity;
    private final Origins origins;

    RequestGuard(SecurityIdentity identity, Origins origins) {
        this.identity = identity;
        this.origins = origins;
    }

    @ServerRequestFilter
    public void check(ContainerRequestContext request, SimpleResourceInfo method) throws NoSuchMethodException {
        Method target = method.getResourceClass().getMethod(method.getMethodName(), method.parameterTypes());
        RequiresWorkspace rule = target.getAnnotation(RequiresWorkspace.class);
        String workspace = request.getUriInfo().getPathParameters().getFirst(WORKSPACE);
        if (workspace != null) {
            if (rule == null) {
                throw new ProblemException(Problem.of(403, "FORBIDDEN", "You may not do this."));
            }
            Caller.of(identity).requireIn(workspace, rule.value());
        }
        if (target.isAnnotationPresent(RequiresAdmin.class)
                && !Caller.of(identity).account().isAdmin()) {
            throw new ProblemException(Problem.of(403, "FORBIDDEN", "You may not do this."));
        }
        if (!READS.contains(request.getMethod()) && usesCookie()) {
            requireOwnJson(request);
        }
    }

    private boolean usesCookie() {
        Caller caller = identity.getAttribute(Caller.ATTRIBUTE);
        return caller != null && caller.usesCookie();
    }

    private void requireOwnJson(ContainerRequestContext request) {
        MediaType type = request.getMediaType();
        if (type != null && hasBody(request) && !type.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
            throw refused("Writes by cookie must be application/json.");
        }
        if (!origins.permitWrite(
                request.getHeaderString("Sec-Fetch-Site"),
                request.getHeaderString("Origin"),
                request.getUriInfo().getBaseUri())) {
            throw refused("Writes by cookie must come from the gateway's own pages.");
        }
    }

    /** Clients name a type for an empty body, too. */
    private static boolean hasBody(ContainerRequestContext request) {
        return request.getLength() > 0 || request.getHeaderString("Transfer-Encoding") != null;
    }

    private static ProblemException refused(String detail) {
        return new ProblemException(Problem.of(403, "CROSS_ORIGIN", detail));
    }
}
