package dev.eventbus.gateway.security;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Looks up the session of a credential. */
@ApplicationScoped
class SessionIdentities implements IdentityProvider<SessionRequest> {
    private final Sessions sessions;

    SessionIdentities(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Class<SessionRequest> getRequestType() {
        return SessionRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(SessionRequest request, AuthenticationRequestContext context) {
        Credential credential = request.credential();
        return sessions.known(credential.token())
                .map(signedIn -> Uni.createFrom().item(identity(signedIn, credential.kind())))
                .orElseGet(() -> context.runBlocking(() -> identity(credential)));
    }

    private @Nullable SecurityIdentity identity(Credential credential) {
        return sessions.find(credential.token())
                .map(signedIn -> identity(signedIn, credential.kind()))
                .orElse(null);
    }

    private static SecurityIdentity identity(SignedIn signedIn, Credential.Kind kind) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(signedIn.account().id()))
                .addAttribute(Caller.ATTRIBUTE, new Caller(signedIn, kind))
                .build();
    }
}
