package dev.eventbus.gateway.security;

import dev.eventbus.gateway.account.Account;
import dev.eventbus.gateway.account.Membership;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.topic.Segments;
import io.quarkus.security.identity.SecurityIdentity;

/** Who sends a request: a user by a session or by another issuer's token, or an API key. */
public sealed interface Caller permits SessionCaller, TokenCaller, KeyCaller {
    /** The source of an event that does not name one. */
    String ANY_SOURCE = "extensions";

    /** The caller behind an identity. Throws a {@link ProblemException} (401) if it is anonymous. */
    static Caller of(SecurityIdentity identity) {
        Caller caller = identity.getAttribute(CallerIdentities.ATTRIBUTE);
        if (caller == null) {
            throw new ProblemException(Problem.unauthenticated());
        }
        return caller;
    }

    /** The user; for a key, a stand-in with the key's id and its part in its one workspace. */
    Account account();

    /** What {@link CredentialEnded} names once the credential is no longer good. */
    String credentialId();

    /** What was shown, as the audit log names it. */
    String credentialKind();

    /** The source of the caller's events whose key has none. */
    default String source() {
        return ANY_SOURCE;
    }

    /** Whether a browser may have sent the credential unasked. */
    default boolean usesCookie() {
        return false;
    }

    /**
     * Throws a {@link ProblemException} unless the caller may act in the workspace: 404 where they have no part, so
     * that nobody learns which workspaces there are; 403 where their part is too small.
     */
    default void requireIn(String workspaceId, Membership.Role least) {
        if (!hasPartIn(workspaceId)) {
            throw new ProblemException(Problem.notFound());
        }
        boolean isEnough = account().isAdmin()
                || account().membershipOf(workspaceId).orElseThrow().role().compareTo(least) >= 0;
        if (!isEnough) {
            throw new ProblemException(Problem.of(403, "FORBIDDEN", "You need to be " + least + " of this workspace."));
        }
    }

    /** Whether the workspace is there for the caller at all. */
    default boolean hasPartIn(String workspaceId) {
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
