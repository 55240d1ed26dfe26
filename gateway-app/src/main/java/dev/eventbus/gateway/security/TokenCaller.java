package dev.eventbus.gateway.security;

import dev.eventbus.gateway.account.Account;

/** A user known by a token of the configured issuer. */
record TokenCaller(ExternalToken token, Account account) implements Caller {
    @Override
    public String credentialId() {
        return "oidc:" + token.subject();
    }

    @Override
    public String credentialKind() {
        return "OIDC";
    }
}
