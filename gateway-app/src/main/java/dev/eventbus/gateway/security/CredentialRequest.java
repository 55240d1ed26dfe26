package dev.eventbus.gateway.security;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** Asks who a credential belongs to. */
final class CredentialRequest extends BaseAuthenticationRequest {
    private final Credential credential;

    CredentialRequest(Credential credential) {
        this.credential = credential;
    }

    Credential credential() {
        return credential;
    }
}
