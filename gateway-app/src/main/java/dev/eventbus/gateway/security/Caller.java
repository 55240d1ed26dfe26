package dev.eventbus.gateway.security;

import dev.eventbus.gateway.account.Account;
import dev.eventbus.gateway.account.Membership;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.topic.Segments;
import io.quarkus.security.identity.SecurityIdentity;

/**
 * Who sends a request, and what they showed for it.
 *
 * @param signedIn the session
 * @param kind where the credential was found
 */
public record Caller(SignedIn signedIn, Credential.Kind kind) {
    static final String ATTRIBUTE = "eventbus.caller";

    /** The caller behind an identity. Throws a {@link ProblemException} (401) if it is anonymous. */
    public static Caller of(SecurityIdentity identity) {
        Caller caller = identity.getAttribute(ATTRIBUTE);
        if (caller == null) {
            throw new ProblemException(Problem.unauthenticated());
        }
        return caller;
    }

    public Account account() {
        return signedIn.account();
    }

    public boolean usesCookie() {
        return kind == Credential.Kind.COOKIE;
    }

    /**
     * Throws a {@link ProblemException} unless the caller may act in the workspace: 404 where they have no part, so
     * that nobody learns which workspaces there are; 403 where their part is too small.
     */
    public void requireIn(String workspaceId, Membership.Role least) {
        if (!hasPartIn(workspaceId)) {
            throw new ProblemException(Problem.notFound());
        }
        if (account().isAdmin()) {
            return;
        }
        Membership membership =
                account().membershipOf(workspaceId).orElseThrow(() -> new ProblemException(Problem.notFound()));
        if (membership.role().compareTo(least) < 0) {
            throw new ProblemException(Problem.of(403, "FORBIDDEN", "You need to be " + least + " of this workspace."));
        }
    }

    /** Whether the workspace is there for the caller at all. */
    public boolean hasPartIn(String workspaceId) {
        return isSegment(workspaceId)
                && (account().isAdmin() || account().membershipOf(workspaceId).isPresent());
    }

    private static boolean isSegment(String workspaceId) {
        try {
            Segments.require("workspaceId", workspaceId);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
