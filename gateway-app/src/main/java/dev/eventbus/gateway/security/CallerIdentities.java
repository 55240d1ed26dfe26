package dev.eventbus.gateway.security;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Looks up the caller of a credential. */
@ApplicationScoped
class CallerIdentities implements IdentityProvider<CredentialRequest> {
    static final String ATTRIBUTE = "eventbus.caller";

    private final Callers callers;

    CallerIdentities(Callers callers) {
        this.callers = callers;
    }

    @Override
    public Class<CredentialRequest> getRequestType() {
        return CredentialRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(CredentialRequest request, AuthenticationRequestContext context) {
        Credential credential = request.credential();
        return callers.known(credential)
                .map(caller -> Uni.createFrom().item(identity(caller)))
                .orElseGet(() -> context.runBlocking(() -> identity(credential)));
    }

    private @Nullable SecurityIdentity identity(Credential credential) {
        return callers.find(credential).map(CallerIdentities::identity).orElse(null);
    }

    private static SecurityIdentity identity(Caller caller) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(caller.account().id()))
                .addAttribute(ATTRIBUTE, caller)
                .build();
    }
}
