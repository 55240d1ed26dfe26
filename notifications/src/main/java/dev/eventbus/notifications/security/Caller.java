package dev.eventbus.notifications.security;

import dev.eventbus.notifications.problem.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;

/** On whose behalf the current request is made. */
@RequestScoped
public class Caller {
    private final SecurityIdentity identity;

    Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** The user's id, if the token is for this workspace; a workspace one has no part in is not found. */
    public String userIn(String workspaceId) {
        if (!workspaceId.equals(identity.getAttribute(GatewayAuthentication.WORKSPACE))) {
            throw ProblemException.notFound("no such workspace");
        }
        return identity.getPrincipal().getName();
    }

    /** As {@link #userIn}, if the user may also administer the workspace; else 403. */
    public String administratorOf(String workspaceId) {
        String userId = userIn(workspaceId);
        if (!identity.hasRole("OWNER") && !identity.hasRole("ADMIN")) {
            throw ProblemException.forbidden("only an owner of the workspace may do this");
        }
        return userId;
    }
}
