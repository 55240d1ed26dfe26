package dev.eventbus.gateway.security;

import dev.eventbus.gateway.audit.RefusalLog;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import java.lang.reflect.Method;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;

/** Checks every request once it is known which method it is for: the caller's part, and for cookies the origin. */
public final class RequestGuard {
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
    private static final String WORKSPACE = "ws";
    private static final Problem FORBIDDEN = Problem.of(403, "FORBIDDEN", "You may not do this.");

    private final SecurityIdentity identity;
    private final Origins origins;
    private final AdminVisits visits;
    private final CurrentVertxRequest current;

    RequestGuard(SecurityIdentity identity, Origins origins, AdminVisits visits, CurrentVertxRequest current) {
        this.visits = visits;
        this.current = current;
        this.identity = identity;
        this.origins = origins;
    }

    @ServerRequestFilter
    public void check(ContainerRequestContext request, SimpleResourceInfo method) throws NoSuchMethodException {
        Method target = method.getResourceClass().getMethod(method.getMethodName(), method.parameterTypes());
        String workspace = request.getUriInfo().getPathParameters().getFirst(WORKSPACE);
        if (workspace == null) {
            requirePlatform(target);
        } else {
            requireWorkspace(target, workspace);
        }
        if (!READS.contains(request.getMethod()) && !isForStrangers(target) && usesCookie()) {
            requireOwnJson(request);
        }
    }

    private void requireWorkspace(Method target, String workspace) {
        RequiresWorkspace rule = target.getAnnotation(RequiresWorkspace.class);
        if (rule == null) {
            throw new ProblemException(FORBIDDEN);
        }
        Caller caller = Caller.of(identity);
        if (!caller.hasPartIn(workspace)) {
            RefusalLog.foreignWorkspace(current.getCurrent());
        }
        caller.requireIn(workspace, rule.value());
        visits.note(caller, workspace);
    }

    /** What says nothing is closed to everyone; signing in and out is for everyone. */
    private void requirePlatform(Method target) {
        boolean isOpen =
                target.isAnnotationPresent(PermitAll.class) || target.getDeclaringClass() == AuthResource.class;
        boolean isForAdmins = target.isAnnotationPresent(RequiresAdmin.class);
        if (!isOpen && !(isForAdmins && Caller.of(identity).account().isAdmin())) {
            throw new ProblemException(FORBIDDEN);
        }
    }

    /** Where no credential counts none is looked at: that may need a database, and the request may not. */
    private static boolean isForStrangers(Method target) {
        return target.isAnnotationPresent(PermitAll.class) && target.getDeclaringClass() != AuthResource.class;
    }

    private boolean usesCookie() {
        Caller caller = identity.getAttribute(CallerIdentities.ATTRIBUTE);
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
