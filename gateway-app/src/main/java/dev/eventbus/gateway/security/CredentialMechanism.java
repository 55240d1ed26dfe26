package dev.eventbus.gateway.security;

import dev.eventbus.gateway.audit.Actor;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the credential of a request into an identity; a wrong one counts as none. */
@ApplicationScoped
class CredentialMechanism implements HttpAuthenticationMechanism {
    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        return Credential.of(context.request())
                .map(credential -> providers
                        .authenticate(new CredentialRequest(credential))
                        .onFailure(AuthenticationFailedException.class)
                        .recoverWithNull()
                        .invoke(identity -> note(context, identity)))
                .orElseGet(() -> Uni.createFrom().nullItem());
    }

    private static void note(RoutingContext context, @Nullable SecurityIdentity identity) {
        if (identity != null) {
            Caller caller = Caller.of(identity);
            Actor.set(context, caller.account().id(), caller.credentialKind());
        }
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(CredentialRequest.class);
    }
}
