package dev.eventbus.gateway.security;

import dev.eventbus.gateway.account.Account;

/**
 * A user who signed in here.
 *
 * @param signedIn the session
 * @param kind where the credential was found
 */
record SessionCaller(SignedIn signedIn, Credential.Kind kind) implements Caller {
    @Override
    public Account account() {
        return signedIn.account();
    }

    @Override
    public String credentialId() {
        return signedIn.sessionId();
    }

    @Override
    public String credentialKind() {
        return usesCookie() ? "COOKIE" : "SESSION";
    }

    @Override
    public boolean usesCookie() {
        return kind == Credential.Kind.COOKIE;
    }
}
